package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 connection: carries one call at a time, and waits in its lane's pool between them. */
final class HttpConnection extends ChannelInboundHandlerAdapter implements ChannelFutureListener, Abandonable {
    private final Lane lane;
    private final Link link;
    private final AnswerParser parser = new AnswerParser();
    private @Nullable Call call;
    private @Nullable Future<?> timer;
    private long deadlineNanos;
    private long idleSinceNanos;
    private boolean used;
    private int surplusBytes;

    HttpConnection(Lane lane, Link link) {
        this.lane = lane;
        this.link = link;
    }

    /** Writes the call's request and expects its answer. On the loop. */
    void carry(Call next) {
        call = next;
        surplusBytes = 0;
        parser.begin(next.request.head(), next.keepsEvidence());
        deadlineNanos = lane.now() + lane.answerNanos();
        if (timer == null) {
            arm(lane.answerNanos());
        }
        Channel channel = link.channel();
        byte[] bytes = next.request.bytes();
        ByteBuf buffer = channel.alloc().ioBuffer(bytes.length).writeBytes(bytes);
        channel.writeAndFlush(buffer).addListener(this);
    }

    /** The request was handed to the socket, or could not be. */
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
        String fault = parser.fault();
        if (fault != null) {
            fail(new Failure(Outcome.PROTOCOL, fault));
        } else if (parser.isDone()) {
            call = null;
            used = true;
            boolean again = parser.head().persists()
                    && surplusBytes == 0
                    && !current.request.closing()
                    && current.writtenNanos != Clocks.NOT_REACHED
                    && link.channel().isActive();
            if (again) {
                idleSinceNanos = now;
                lane.rest(this);
            } else {
                drop();
            }
            current.answered(this, now);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        disarm();
        Call current = call;
        if (current == null) {
            lane.forget(this);
            return;
        }
        parser.endOfStream();
        if (parser.isDone()) {
            settle(current, lane.now());
        } else {
            fail(new Failure(Outcome.RESET, "the peer ended the connection " + parser.progress()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Failure failure = Failure.of(cause, link.origin());
        if (call == null) {
            drop();
        } else if (failure.outcome() == Outcome.RESET) {
            fail(new Failure(Outcome.RESET, "the peer reset the connection " + parser.progress()));
        } else {
            fail(failure);
        }
    }

    /** Ends the call, if there is one, because the engine is being closed. On the loop. */
    @Override
    public void abandon() {
        if (call != null) {
            fail(new Failure(Outcome.INSTRUMENT, "the engine was closed while the answer was awaited"));
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
                && current.request.idempotent();
        if (stale && !current.repeated && lane.repeat(current)) {
            return;
        }
        current.failed(failure, this, lane.now());
    }

    private void drop() {
        disarm();
        lane.forget(this);
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
        if (call == null) {
            return;
        }
        long left = deadlineNanos - lane.now();
        if (left > 0) {
            arm(Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
        } else {
            String limit = TimeUnit.NANOSECONDS.toMillis(lane.answerNanos()) + " ms";
            fail(new Failure(Outcome.TIMEOUT, "the answer took longer than " + limit + ", " + parser.progress()));
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
