package dev.seaworthy.wire;

/**
 * What is wrong with an answer.
 *
 * @param kind the same phrase for every fault of the kind, without anything that the peer sent
 * @param detail one line that may quote the peer; not redacted yet
 */
record Fault(String kind, String detail) {
    static Fault of(String kind) {
        return new Fault(kind, kind);
    }
}
