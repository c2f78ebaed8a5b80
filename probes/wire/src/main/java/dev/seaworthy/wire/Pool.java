package dev.seaworthy.wire;

/** How the calls of one route get onto connections, on one loop. For that loop only. */
interface Pool {
    /** Sends a call on a connection that is open, or on a new one, or lets it wait for one. */
    void carry(Call call);

    /** Ends the calls that wait. */
    void close();
}
