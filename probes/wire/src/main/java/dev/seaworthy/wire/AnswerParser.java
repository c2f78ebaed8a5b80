package dev.seaworthy.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one HTTP/1.1 answer from bytes as they come (RFC 9112). Never throws on input: what is wrong is in
 * {@link #fault()}. Memory is bounded by the limits below, and grows with what arrives, not with what is announced; a body
 * that nobody wants is dropped as it comes, whatever its length. Used again for the next answer on the connection; for one
 * thread.
 */
final class AnswerParser {
    static final int LINE_LIMIT = 8 * 1024;
    static final int HEAD_LIMIT = 64 * 1024;
    static final int BODY_LIMIT = 8 * 1024 * 1024;

    /** How much is looked at in one piece for the lines of a head: most heads fit, and copying more would be for nothing. */
    private static final int WINDOW = 1024;

    private static final int FIRST_PIECE = 16 * 1024;
    private static final int REUSED_AT_MOST = 64 * 1024;
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] PREFIX = {'H', 'T', 'T', 'P', '/'};

    private enum State {
        STATUS_LINE,
        FIELDS,
        FIXED,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE,
        DONE,
        FAULTY
    }

    private final AnswerHead head = new AnswerHead();
    private final FieldLine line = new FieldLine();
    private final byte[] window = new byte[WINDOW];
    private State state = State.DONE;
    private boolean bodiless;
    private boolean keeping;
    private boolean dropping;
    private int cutAt;
    private long headBytes;
    private long pending;
    private long announced;
    private byte[] body = NOTHING;
    private int bodyLength;
    private long dropped;
    private @Nullable Fault fault;

    /** Expects an answer. {@code headRequest}: it will have no body. {@code keep}: headers and wire bytes are wanted. */
    void begin(boolean headRequest, boolean keep) {
        begin(headRequest, keep, 0);
    }

    /** As above, and the answer counts as complete after {@code cut} bytes of body; 0 for never. */
    void begin(boolean headRequest, boolean keep, int cut) {
        begin(headRequest, keep, true, false);
        cutAt = cut;
    }

    /** Expects an answer of which at most the body, and the {@code Location}, are wanted. */
    void beginLean(boolean headRequest, boolean keepBody, boolean seekLocation) {
        begin(headRequest, false, keepBody, seekLocation);
    }

    private void begin(boolean headRequest, boolean keepHead, boolean keepBody, boolean seekLocation) {
        state = State.STATUS_LINE;
        bodiless = headRequest;
        keeping = keepHead;
        dropping = !keepBody;
        cutAt = 0;
        headBytes = 0;
        pending = 0;
        announced = -1;
        bodyLength = 0;
        dropped = 0;
        fault = null;
        line.clear();
        head.begin(keepHead, seekLocation);
        if (keepHead || body.length > REUSED_AT_MOST) {
            body = NOTHING;
        }
    }

    /** Reads as far as the answer goes; bytes after it stay unread. */
    void feed(ByteBuf in) {
        while (in.isReadable() && !isDone() && fault == null) {
            switch (state) {
                case FIXED, CHUNK -> counted(in);
                case UNTIL_CLOSE -> store(in, in.readableBytes());
                default -> lines(in);
            }
        }
    }

    /** The peer has ended its side. That completes an answer without framing, and no other. */
    void endOfStream() {
        if (state == State.UNTIL_CLOSE) {
            state = State.DONE;
        }
    }

    private void lines(ByteBuf in) {
        int from = line.length() == 0 ? wholeLines(in) : 0;
        if (from == 0) {
            partOfLine(in);
        }
    }

    /** Reads the lines that are in the buffer from end to end; how many bytes that were. */
    private int wholeLines(ByteBuf in) {
        int count = Math.min(in.readableBytes(), WINDOW);
        in.getBytes(in.readerIndex(), window, 0, count);
        int from = 0;
        for (int end = lineFeed(0, count); end >= 0; end = takesLines() ? lineFeed(from, count) : -1) {
            int length = end + 1 - from;
            line.show(window, from, length);
            head.keep(window, from, length);
            headBytes += length;
            from = end + 1;
            line(true);
        }
        line.clear();
        in.skipBytes(from);
        return from;
    }

    private int lineFeed(int from, int to) {
        int at = from;
        while (at < to && window[at] != '\n') {
            at++;
        }
        return at < to ? at : -1;
    }

    /** Reads what is there of a line whose end, or beginning, is elsewhere. */
    private void partOfLine(ByteBuf in) {
        int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
        int count = (end < 0 ? in.writerIndex() : end + 1) - in.readerIndex();
        int allowed = Math.min(count, LINE_LIMIT + 2 - line.length());
        int at = line.extend(allowed);
        in.readBytes(line.own(), at, allowed);
        head.keep(line.own(), at, allowed);
        headBytes += allowed;
        if (allowed < count || end < 0 && line.length() > LINE_LIMIT) {
            overlong();
        } else {
            line(end >= 0);
        }
    }

    private void overlong() {
        if (state == State.STATUS_LINE && !beginsLikeHttp()) {
            notHttp();
        } else {
            fail(new Fault("head line too long", "a line of the head is longer than 8 KiB"));
        }
    }

    /** Looks at the line so far, and takes it in if it is whole. */
    private void line(boolean whole) {
        if (state == State.STATUS_LINE && !beginsLikeHttp()) {
            notHttp();
        } else if (headBytes > HEAD_LIMIT) {
            fail(new Fault("head too long", "the head is longer than 64 KiB"));
        } else if (whole) {
            line.chop();
            endOfLine();
            line.clear();
        }
    }

    private void notHttp() {
        fail(new Fault("not HTTP/1.1", "the answer is not HTTP: " + Sniff.words(line.copy(), line.length())));
    }

    private boolean takesLines() {
        return switch (state) {
            case STATUS_LINE, FIELDS, CHUNK_SIZE, CHUNK_END, TRAILERS -> true;
            default -> false;
        };
    }

    private boolean beginsLikeHttp() {
        int known = Math.min(line.length(), PREFIX.length);
        for (int i = 0; i < known; i++) {
            if (line.at(i) != PREFIX[i]) {
                return false;
            }
        }
        return true;
    }

    private void endOfLine() {
        switch (state) {
            case STATUS_LINE -> {
                state = State.FIELDS;
                judge(head.statusLine(line));
            }
            case FIELDS -> {
                if (line.length() == 0) {
                    endOfHead();
                } else {
                    judge(head.field(line));
                }
            }
            case CHUNK_SIZE -> chunkSize();
            case CHUNK_END -> {
                state = State.CHUNK_SIZE;
                judge(line.length() == 0 ? null : new Fault("chunk malformed", "a chunk is longer than it says"));
            }
            case TRAILERS -> {
                if (line.length() == 0) {
                    state = State.DONE;
                }
            }
            default -> throw new IllegalStateException("no lines in " + state);
        }
    }

    private void endOfHead() {
        if (head.isInterim()) {
            head.restart();
            state = State.STATUS_LINE;
        } else if (bodiless || head.status() == 204 || head.status() == 304 || head.status() == 101) {
            state = State.DONE;
        } else if (head.isTransferCoded()) {
            state = head.isChunked() ? State.CHUNK_SIZE : State.UNTIL_CLOSE;
        } else if (head.contentLength() < 0) {
            state = State.UNTIL_CLOSE;
        } else {
            announced = head.contentLength();
            pending = announced;
            state = pending == 0 ? State.DONE : State.FIXED;
            if (dropping) {
                return;
            }
            if (pending > BODY_LIMIT && cutAt == 0) {
                fail(new Fault(
                        "body too long", "the answer announces a body of " + pending + " bytes; the limit is 8 MiB"));
            } else if (!keeping && body.length != pending && pending <= REUSED_AT_MOST) {
                body = new byte[(int) pending];
            }
        }
    }

    private void chunkSize() {
        long size = 0;
        int digits = 0;
        int end = line.length();
        while (digits < end && Character.digit(line.at(digits), 16) >= 0 && digits <= 8) {
            size = size * 16 + Character.digit(line.at(digits), 16);
            digits++;
        }
        boolean ended = digits == end || " \t;".indexOf(line.at(digits)) >= 0;
        if (digits == 0 || digits > 8 || !ended) {
            fail(new Fault(
                    "chunk malformed", "a chunk size is malformed: " + Sniff.excerpt(line.copy(), end, 16, false)));
        } else if (size == 0) {
            state = State.TRAILERS;
        } else {
            pending = size;
            state = State.CHUNK;
            // Else many small chunks with long extensions would count as head.
            headBytes = 0;
        }
    }

    private void counted(ByteBuf in) {
        int count = (int) Math.min(in.readableBytes(), pending);
        pending -= count;
        store(in, count);
        if (pending == 0 && fault == null && state != State.DONE) {
            state = state == State.CHUNK ? State.CHUNK_END : State.DONE;
        }
    }

    private void store(ByteBuf in, int count) {
        if (dropping) {
            in.skipBytes(count);
            dropped += count;
            return;
        }
        int wanted = cutAt > 0 ? Math.min(count, cutAt - bodyLength) : count;
        if (bodyLength + (long) wanted > BODY_LIMIT) {
            fail(new Fault("body too long", "the body is longer than 8 MiB"));
            return;
        }
        if (body.length - bodyLength < wanted) {
            long room = Math.max(bodyLength + (long) wanted, Math.max(body.length * 2L, FIRST_PIECE));
            long most = announced >= 0 ? Math.min(room, announced) : Math.min(room, BODY_LIMIT);
            body = Arrays.copyOf(body, (int) Math.max(most, bodyLength + (long) wanted));
        }
        in.readBytes(body, bodyLength, wanted);
        in.skipBytes(count - wanted);
        bodyLength += wanted;
        if (cutAt > 0 && bodyLength == cutAt) {
            state = State.DONE;
        }
    }

    private void judge(@Nullable Fault objection) {
        if (objection != null) {
            fail(objection);
        }
    }

    private void fail(Fault reason) {
        fault = reason;
        state = State.FAULTY;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** Whether the head is complete and a body may still be coming. */
    boolean isInBody() {
        return switch (state) {
            case STATUS_LINE, FIELDS, FAULTY -> false;
            default -> true;
        };
    }

    @Nullable
    Fault fault() {
        return fault;
    }

    AnswerHead head() {
        return head;
    }

    int bodyLength() {
        return bodyLength;
    }

    /** The body so far, exactly as long as it is. Not a copy where it need not be. */
    byte[] body() {
        if (bodyLength == 0) {
            return NOTHING;
        }
        if (body.length != bodyLength) {
            body = Arrays.copyOf(body, bodyLength);
        }
        return body;
    }

    /** Bytes of body that came and were not kept. */
    long dropped() {
        return dropped;
    }

    /** How far the answer has come, in one of a few phrases. */
    String stage() {
        return switch (state) {
            case STATUS_LINE, FIELDS -> headBytes == 0 ? "before an answer" : "inside the head";
            default -> "inside the body";
        };
    }

    /** How far the answer has come, for people. */
    String progress() {
        return switch (state) {
            case STATUS_LINE, FIELDS ->
                headBytes == 0 ? "before any byte of an answer" : "inside the head of the answer";
            case FIXED -> "after " + bodyLength + " of " + announced + " bytes of body";
            default -> "after " + bodyLength + " bytes of a body without its end";
        };
    }
}
