package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One call on its stream, and what has come of its answer. For its event loop only. */
final class StreamAnswer implements ChannelFutureListener {
    private static final Fault STATUS = Fault.of("status malformed");
    private static final Fault LENGTH = new Fault("body too long", "the body is longer than 8 MiB");

    private final Lane lane;
    private final int stream;
    private final LoadCall call;
    private int status;
    private byte[] body = LoadCall.NO_BODY;
    private int bodyLength;
    private ContentCoding coding = ContentCoding.IDENTITY;
    private @Nullable String location;

    StreamAnswer(Lane lane, int stream, LoadCall call) {
        this.lane = lane;
        this.stream = stream;
        this.call = call;
    }

    LoadCall call() {
        return call;
    }

    int stream() {
        return stream;
    }

    /** The last byte of the request was handed to the socket, or could not be. */
    @Override
    public void operationComplete(ChannelFuture written) {
        if (written.isSuccess()) {
            call.writtenNanos = lane.now();
        }
    }

    /** Takes in a head, interim or not, or trailers; what is wrong with it, or null. */
    @Nullable
    Fault head(Http2Headers headers, boolean last) {
        if (call.firstByteNanos == Clocks.NOT_REACHED) {
            call.firstByteNanos = lane.now();
        }
        if (status != 0) {
            return null;
        }
        int code = code(headers.status());
        if (code < 100 || code < 200 && last) {
            return STATUS;
        }
        if (code >= 200) {
            status = code;
            if (call.keepsBody()) {
                CharSequence coded = headers.get("content-encoding");
                coding = coded == null ? ContentCoding.IDENTITY : ContentCoding.named(coded.toString());
            }
            CharSequence target = call.follows(code) ? headers.get("location") : null;
            location = target == null ? null : target.toString();
        }
        return null;
    }

    private static int code(@Nullable CharSequence text) {
        if (text == null || text.length() != 3) {
            return 0;
        }
        int code = 0;
        for (int i = 0; i < 3; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            code = code * 10 + digit;
        }
        return code;
    }

    /** Takes in a piece of the body; what is wrong with it, or null. */
    @Nullable
    Fault data(ByteBuf piece) {
        int count = piece.readableBytes();
        if (!call.keepsBody()) {
            return null;
        }
        if (bodyLength + (long) count > AnswerParser.BODY_LIMIT) {
            return LENGTH;
        }
        if (body.length - bodyLength < count) {
            body = Arrays.copyOf(body, Math.max(body.length * 2, bodyLength + count));
        }
        piece.getBytes(piece.readerIndex(), body, bodyLength, count);
        bodyLength += count;
        return null;
    }

    /** The answer is complete. */
    void complete() {
        byte[] whole = body.length == bodyLength ? body : Arrays.copyOf(body, bodyLength);
        call.complete(status, whole, coding, location, lane.now());
    }

    /** Where the answer broke off, as {@link AnswerParser#stage} says it. */
    String stage() {
        if (status != 0) {
            return "inside the body";
        }
        return call.firstByteNanos == Clocks.NOT_REACHED ? "before an answer" : "inside the head";
    }
}
