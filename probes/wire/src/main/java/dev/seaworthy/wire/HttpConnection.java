package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 connection: carries one call at a time, and waits in its pool between them. */
final class HttpConnection extends ChannelInboundHandlerAdapter implements ChannelFutureListener, Abandonable {
    static final Failure ABANDONED =
            new Failure(Outcome.INSTRUMENT, "the engine was closed while the answer was awaited");

    private final Lane lane;
    private final Http1Pool pool;
    private final Link link;
    private final ChannelPromise nobody;
    private final AnswerParser parser = new AnswerParser();
    private @Nullable Call call;
    private @Nullable Future<?> timer;
    private long idleSinceNanos;
    private boolean used;
    private int surplusBytes;

    HttpConnection(Lane lane, Http1Pool pool, Link link) {
        this.lane = lane;
        this.pool = pool;
        this.link = link;
        this.nobody = new VoidChannelPromise(link.channel(), false);
    }

    /** Writes the call's request and expects its answer. On the loop. */
    void carry(Call next) {
        begin(next);
        Channel channel = link.channel();
        byte[] bytes = next.request().bytes();
        ByteBuf buffer = channel.alloc().ioBuffer(bytes.length).writeBytes(bytes);
        if (lane.isRecording()) {
            record(next, buffer);
        } else {
            ChannelFuture unused = channel.writeAndFlush(buffer, nobody);
        }
        long now = lane.now();
        next.deadlineNanos = now + lane.answerNanos();
        if (timer == null) {
            arm(lane.answerNanos());
        }
        if (!lane.isRecording()) {
            noteWritten(next, now);
        }
    }

    /** On a busy machine a peer may have answered before this thread runs again: its instant is the one before the write. */
    private void record(Call next, ByteBuf request) {
        long handed = lane.now();
        ChannelFuture written = link.channel().writeAndFlush(request);
        if (written.isSuccess()) {
            next.writtenNanos = handed;
        } else {
            written.addListener(this);
        }
    }

    private void begin(Call next) {
        call = next;
        surplusBytes = 0;
        next.expect(parser);
    }

    /** Expects the call's answer, and writes its request but for the last byte. On the loop. */
    void hold(Call next) {
        begin(next);
        Channel channel = link.channel();
        byte[] bytes = next.request().bytes();
        int most = bytes.length - 1;
        ChannelFuture unused =
                channel.writeAndFlush(channel.alloc().ioBuffer(most).writeBytes(bytes, 0, most));
    }

    /** Writes the byte that {@link #hold} left out, if the call has not ended; it leaves with {@link #flush}. */
    void letGo() {
        Call current = call;
        if (current == null) {
            return;
        }
        Channel channel = link.channel();
        byte[] bytes = current.request().bytes();
        channel.write(channel.alloc().ioBuffer(1).writeByte(bytes[bytes.length - 1]))
                .addListener(this);
        current.deadlineNanos = lane.now() + lane.answerNanos();
        arm(lane.answerNanos());
    }

    /** Hands over what was written. */
    void flush() {
        link.channel().flush();
    }

    /** As the promise of a write would, without one where the socket took everything at once. */
    private void noteWritten(Call next, long now) {
        Channel channel = link.channel();
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        if (unsent != null && unsent.isEmpty()) {
            next.writtenNanos = now;
        } else if (unsent != null) {
            // Only now is it worth a promise: nothing, that is handed over when all before it was.
            channel.unsafe().write(Unpooled.EMPTY_BUFFER, channel.newPromise().addListener(this));
            channel.unsafe().flush();
        }
    }

    /** The rest of the request was handed to the socket, or could not be. */
    @Override
    public void operationComplete(ChannelFuture written) {
        Call current = call;
        if (current == null || !written.isSuccess()) {
            // The peer may have answered before it hung up: the answer, or the end, is about to be read.
            return;
        }
        current.writtenNanos = lane.now();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            Call current = call;
            if (current == null) {
                // Nobody asked: the next answer could not be told from this one.
                drop();
                return;
            }
            long now = lane.now();
            if (current.firstByteNanos == Clocks.NOT_REACHED) {
                current.firstByteNanos = now;
            }
            parser.feed(in);
            surplusBytes = in.readableBytes();
            settle(current, now);
        } finally {
            in.release();
        }
    }

    private void settle(Call current, long now) {
        Fault fault = parser.fault();
        if (fault != null) {
            fail(Failure.of(fault));
        } else if (parser.isDone()) {
            call = null;
            used = true;
            boolean again = parser.head().persists()
                    && surplusBytes == 0
                    && !current.request().closing()
                    && current.writtenNanos != Clocks.NOT_REACHED
                    && link.channel().isActive();
            idleSinceNanos = now;
            if (!again) {
                drop();
                current.answered(this, now);
            } else if (pool.isSought()) {
                current.answered(this, now);
                pool.rest(this);
            } else {
                pool.rest(this);
                current.answered(this, now);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        disarm();
        Call current = call;
        if (current == null) {
            pool.forget(this);
            return;
        }
        parser.endOfStream();
        if (parser.isDone()) {
            settle(current, lane.now());
        } else {
            fail(new Failure(
                    Outcome.RESET, "closed " + parser.stage(), "the peer ended the connection " + parser.progress()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Failure failure = Failure.of(cause, link.origin());
        if (call == null) {
            drop();
        } else if (failure.outcome() == Outcome.RESET) {
            fail(new Failure(
                    Outcome.RESET, "reset " + parser.stage(), "the peer reset the connection " + parser.progress()));
        } else {
            fail(failure);
        }
    }

    /** Ends the call, if there is one, because the engine is being closed. On the loop. */
    @Override
    public void abandon() {
        if (call != null) {
            fail(ABANDONED);
        } else {
            drop();
        }
    }

    private void fail(Failure failure) {
        Call current = call;
        call = null;
        drop();
        if (current == null) {
            return;
        }
        boolean stale = used
                && failure.outcome() == Outcome.RESET
                && current.firstByteNanos == Clocks.NOT_REACHED
                && current.request().idempotent();
        if (stale && !current.repeated && pool.repeat(current)) {
            return;
        }
        current.failed(failure, this, lane.now());
    }

    /** Closes the connection. */
    void drop() {
        disarm();
        pool.forget(this);
        Link.shut(link.channel());
    }

    private void arm(long delayNanos) {
        timer = link.channel().eventLoop().schedule(this::expired, delayNanos, TimeUnit.NANOSECONDS);
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** One timer serves many calls: it is not moved with each of them, but looks whether it came too early. */
    private void expired() {
        timer = null;
        Call current = call;
        if (current == null) {
            return;
        }
        long left = current.deadlineNanos - lane.now();
        if (left > 0) {
            arm(Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
        } else {
            String limit = TimeUnit.NANOSECONDS.toMillis(lane.answerNanos()) + " ms";
            fail(new Failure(
                    Outcome.TIMEOUT,
                    "no answer in time, silent " + parser.stage(),
                    "the answer took longer than " + limit + ", " + parser.progress()));
        }
    }

    Link link() {
        return link;
    }

    AnswerParser parser() {
        return parser;
    }

    /** Bytes that came with the answer and do not belong to it. */
    int surplusBytes() {
        return surplusBytes;
    }

    boolean isActive() {
        return link.channel().isActive();
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }
}
