package dev.seaworthy.wire;

/**
 * One WebSocket frame (RFC 6455 section 5.2).
 *
 * @param opcode one of the constants
 * @param last the FIN bit
 * @param payload unmasked
 */
record Frame(int opcode, boolean last, byte[] payload) {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /** The longest payload of a control frame (section 5.5). */
    static final int CONTROL_LIMIT = 125;

    static boolean isControl(int opcode) {
        return opcode >= CLOSE;
    }

    static String name(int opcode) {
        return switch (opcode) {
            case CONTINUATION -> "CONTINUATION";
            case TEXT -> "TEXT";
            case BINARY -> "BINARY";
            case CLOSE -> "CLOSE";
            case PING -> "PING";
            case PONG -> "PONG";
            default -> "OPCODE-" + opcode;
        };
    }
}
