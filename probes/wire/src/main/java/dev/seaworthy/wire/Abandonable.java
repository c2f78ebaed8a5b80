package dev.seaworthy.wire;

/** Something on a lane that ends when the engine is closed. */
interface Abandonable {
    /** Ends it, at once. On the loop. */
    void abandon();
}
