package dev.seaworthy.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Joins frames into messages and checks what spans them (RFC 6455 sections 5.4, 5.5, 7.4, 8.1). For one thread. */
final class MessageAssembler {
    private static final byte[] NOTHING = new byte[0];

    private final int limit;
    private final Sink sink;
    private final Utf8 utf8 = new Utf8();
    /** The opcode of the message that is being received; 0 between messages. */
    private int opcode;

    private byte[] joined = NOTHING;
    private int length;

    MessageAssembler(int limit, Sink sink) {
        this.limit = limit;
        this.sink = sink;
    }

    /** Where complete messages and control frames go. */
    interface Sink {
        void message(int opcode, byte[] payload);

        void pinged(byte[] payload);

        void ponged(byte[] payload);

        /** Code 1005 where the frame had none. */
        void closed(int code, String reason);
    }

    /** Takes a frame; null, or what is wrong with it. */
    @Nullable
    Violation accept(Frame frame) {
        return switch (frame.opcode()) {
            case Frame.PING -> {
                sink.pinged(frame.payload());
                yield null;
            }
            case Frame.PONG -> {
                sink.ponged(frame.payload());
                yield null;
            }
            case Frame.CLOSE -> close(frame.payload());
            default -> part(frame);
        };
    }

    private @Nullable Violation part(Frame frame) {
        boolean continues = frame.opcode() == Frame.CONTINUATION;
        if (continues != (opcode != 0)) {
            return Violation.protocol(
                    continues
                            ? "a continuation has nothing to continue (section 5.4)"
                            : "a message begins inside another (section 5.4)");
        }
        if (!continues) {
            opcode = frame.opcode();
            utf8.reset();
        }
        byte[] payload = frame.payload();
        if (length + (long) payload.length > limit) {
            return new Violation(1009, "a message is over our limit of " + limit + " bytes");
        }
        boolean valid = opcode != Frame.TEXT || utf8.accepts(payload, 0) && (!frame.last() || utf8.isComplete());
        if (!valid) {
            return new Violation(1007, "a text message is not UTF-8 (section 8.1)");
        }
        if (frame.last()) {
            deliver(payload);
        } else {
            join(payload);
        }
        return null;
    }

    private void deliver(byte[] payload) {
        byte[] whole = payload;
        if (length > 0) {
            join(payload);
            whole = Arrays.copyOf(joined, length);
        }
        int kind = opcode;
        opcode = 0;
        joined = NOTHING;
        length = 0;
        sink.message(kind, whole);
    }

    private void join(byte[] payload) {
        if (joined.length - length < payload.length) {
            joined = Arrays.copyOf(joined, Math.max(joined.length * 2, length + payload.length));
        }
        System.arraycopy(payload, 0, joined, length, payload.length);
        length += payload.length;
    }

    private @Nullable Violation close(byte[] payload) {
        if (payload.length == 1) {
            return Violation.protocol("a Close frame has one byte, neither none nor a code (section 5.5.1)");
        }
        if (payload.length == 0) {
            sink.closed(1005, "");
            return null;
        }
        int code = (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        if (!isLegal(code)) {
            return Violation.protocol("close code " + code + " may not be sent (section 7.4)");
        }
        Utf8 check = new Utf8();
        if (!check.accepts(payload, 2) || !check.isComplete()) {
            return new Violation(1007, "a close reason is not UTF-8 (section 5.5.1)");
        }
        sink.closed(code, new String(payload, 2, payload.length - 2, java.nio.charset.StandardCharsets.UTF_8));
        return null;
    }

    /** Whether an endpoint may send this code: RFC 6455 section 7.4 and what IANA registered since. */
    static boolean isLegal(int code) {
        boolean registered = code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
        return registered || code >= 3000 && code <= 4999;
    }
}
