package dev.seaworthy.wire;

/**
 * How a peer broke the WebSocket protocol.
 *
 * @param code the close code that answers it: 1002, 1007 or 1009
 * @param rule what was broken, and where RFC 6455 says so
 */
record Violation(int code, String rule) {
    static Violation protocol(String rule) {
        return new Violation(1002, rule);
    }
}
