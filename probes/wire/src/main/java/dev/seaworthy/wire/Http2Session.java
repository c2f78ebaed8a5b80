package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One HTTP/2 connection (RFC 9113): a stream for each of many calls at once. */
final class Http2Session extends Http2ConnectionHandler implements Abandonable {
    /** Large enough that the peer seldom waits for us to take what it sent. */
    private static final int CONNECTION_WINDOW = 1 << 26;

    private static final Failure REFUSED = new Failure(Outcome.RESET, "refused stream");
    private static final Failure GOAWAY = new Failure(Outcome.RESET, "goaway before the stream was processed");
    private static final Failure STREAM_RESET = new Failure(Outcome.RESET, "stream reset");
    private static final Failure NOT_HTTP2 = new Failure(Outcome.PROTOCOL, "not HTTP/2");
    private static final Failure BROKEN = new Failure(Outcome.PROTOCOL, "HTTP/2 connection error");
    private static final Failure STREAM_BROKEN = new Failure(Outcome.PROTOCOL, "HTTP/2 stream error");
    private static final Failure UNSETTLED = new Failure(Outcome.TIMEOUT, "no HTTP/2 settings in time");
    private static final Failure NO_STREAM = new Failure(Outcome.RESET, "no stream could be opened");

    private final Lane lane;
    private final Http2Pool pool;
    private final Link link;
    private final Http2Connection.PropertyKey key;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> timer;
    private boolean ready;
    private boolean retired;
    /** Whether any stream has had its whole answer: only then can the peer have hung up for idleness. */
    private boolean used;

    Http2Session(
            Http2Opening opening,
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings) {
        super(decoder, encoder, settings);
        this.lane = opening.lane();
        this.pool = opening.pool();
        this.link = opening.link();
        this.key = connection().newKey();
        decoder.frameListener(new Heard());
        connection().addListener(new Closed());
    }

    /** Begins HTTP/2 on a connection that stands; the pool hears when it is ready, or lost. On the loop. */
    static void open(Lane lane, Http2Pool pool, Link link) {
        Http2Session session = new Http2Opening(lane, pool, link).build();
        lane.enter(session);
        link.channel().pipeline().addLast(session);
        session.timer = lane.loop().schedule(() -> session.end(UNSETTLED), lane.connectNanos(), TimeUnit.NANOSECONDS);
        link.channel().config().setAutoRead(true);
    }

    /** Whether the peer allows one more stream. */
    boolean hasRoom() {
        return !retired && connection().local().canOpenStream();
    }

    /** Opens a stream for the call. On the loop. */
    void carry(Call next) {
        LoadCall call = (LoadCall) next;
        ChannelHandlerContext to = context;
        int id = connection().local().incrementAndGetNextStreamId();
        if (to == null || id < 0) {
            retire();
            call.failed(NO_STREAM, null, lane.now());
            return;
        }
        call.deadlineNanos = lane.now() + lane.answerNanos();
        StreamAnswer answer = new StreamAnswer(lane, id, call);
        RequestBytes request = call.request();
        int length = request.bytes().length - request.headLength();
        ChannelPromise written = to.newPromise().addListener(answer);
        ChannelFuture unused =
                encoder().writeHeaders(to, id, call.fields(), 0, length == 0, length == 0 ? written : to.newPromise());
        Http2Stream stream = connection().stream(id);
        if (stream == null) {
            call.failed(NO_STREAM, null, lane.now());
            return;
        }
        stream.setProperty(key, answer);
        if (length > 0) {
            ByteBuf body = Unpooled.wrappedBuffer(request.bytes(), request.headLength(), length);
            unused = encoder().writeData(to, id, body, 0, true, written);
        }
        flush(to);
        if (timer == null) {
            arm(lane.answerNanos());
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Exception {
        context = added;
        super.handlerAdded(added);
        Http2Stream whole = connection().connectionStream();
        connection().local().flowController().incrementWindowSize(whole, CONNECTION_WINDOW);
        added.flush();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) throws Exception {
        super.channelReadComplete(from);
        if (retired && connection().numActiveStreams() == 0) {
            Link.shut(link.channel());
        } else if (ready) {
            pool.freed();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) throws Exception {
        breakOff("closed ");
        super.channelInactive(from);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) throws Exception {
        if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
            super.exceptionCaught(from, cause);
            return;
        }
        Failure failure = Failure.of(cause, link.origin());
        if (failure.outcome() == Outcome.RESET) {
            breakOff("reset ");
        } else {
            end(failure);
        }
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext from, boolean outbound, Throwable cause, Http2Exception error) {
        end(ready ? BROKEN : NOT_HTTP2);
        super.onConnectionError(from, outbound, cause, error);
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext from, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        StreamAnswer answer = taken(error.streamId());
        super.onStreamError(from, outbound, cause, error);
        if (answer != null) {
            answer.call().failed(STREAM_BROKEN, null, lane.now());
        }
    }

    @Override
    public void abandon() {
        end(HttpConnection.ABANDONED);
    }

    /** The connection ended under its calls. */
    private void breakOff(String how) {
        retire();
        for (StreamAnswer answer : taken(answer -> true)) {
            LoadCall call = answer.call();
            boolean stale = used
                    && call.firstByteNanos == Clocks.NOT_REACHED
                    && call.request().idempotent();
            if (!(stale && repeats(call))) {
                call.failed(new Failure(Outcome.RESET, how + answer.stage()), null, lane.now());
            }
        }
        gone(new Failure(Outcome.RESET, how + "before HTTP/2 settings"));
    }

    /** Ends the connection, and every call on it in this way. */
    private void end(Failure failure) {
        retire();
        for (StreamAnswer answer : taken(answer -> true)) {
            answer.call().failed(failure, null, lane.now());
        }
        gone(failure);
    }

    private void gone(Failure failure) {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (lane.leave(this) && !ready) {
            pool.lost(failure);
        }
        Link.shut(link.channel());
    }

    private void retire() {
        if (!retired) {
            retired = true;
            pool.retired(this);
        }
    }

    private boolean repeats(LoadCall call) {
        return !call.repeated && pool.repeat(call);
    }

    private @Nullable StreamAnswer answer(int id) {
        Http2Stream stream = connection().stream(id);
        return stream == null ? null : stream.getProperty(key);
    }

    private @Nullable StreamAnswer taken(int id) {
        Http2Stream stream = connection().stream(id);
        return stream == null ? null : stream.removeProperty(key);
    }

    /** Takes the answers that are like this off their streams. */
    private List<StreamAnswer> taken(Predicate<StreamAnswer> like) {
        List<StreamAnswer> found = new ArrayList<>();
        forEachAnswer(answer -> {
            if (like.test(answer)) {
                found.add(answer);
            }
        });
        found.forEach(answer -> taken(answer.stream()));
        return found;
    }

    private void forEachAnswer(Consumer<StreamAnswer> action) {
        try {
            connection().forEachActiveStream(stream -> {
                StreamAnswer answer = stream.getProperty(key);
                if (answer != null) {
                    action.accept(answer);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("looking at streams changes none", e);
        }
    }

    private void drop(StreamAnswer answer, Failure failure, Http2Error code) {
        ChannelHandlerContext to = context;
        taken(answer.stream());
        if (to != null) {
            ChannelFuture unused = resetStream(to, answer.stream(), code.code(), to.newPromise());
            to.flush();
        }
        answer.call().failed(failure, null, lane.now());
    }

    private void arm(long delayNanos) {
        timer = lane.loop().schedule(this::expire, delayNanos, TimeUnit.NANOSECONDS);
    }

    /** One timer serves all streams: it is not moved with each of them, but looks whether it came too early. */
    private void expire() {
        timer = null;
        long now = lane.now();
        for (StreamAnswer late : taken(answer -> answer.call().deadlineNanos - now <= 0)) {
            drop(late, new Failure(Outcome.TIMEOUT, "no answer in time, silent " + late.stage()), Http2Error.CANCEL);
        }
        long[] next = {Long.MAX_VALUE};
        forEachAnswer(answer -> next[0] = Math.min(next[0], answer.call().deadlineNanos - now));
        if (timer == null && next[0] < Long.MAX_VALUE) {
            arm(Math.max(next[0], TimeUnit.MILLISECONDS.toNanos(1)));
        }
        pool.freed();
    }

    /** What the peer says. */
    private final class Heard extends Http2FrameAdapter {
        @Override
        public void onSettingsRead(ChannelHandlerContext from, Http2Settings settings) {
            if (!ready && !retired) {
                ready = true;
                if (timer != null) {
                    timer.cancel(false);
                    timer = null;
                }
                pool.ready(Http2Session.this);
            }
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext from,
                int id,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean last) {
            onHeadersRead(from, id, headers, padding, last);
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext from, int id, Http2Headers headers, int padding, boolean last) {
            StreamAnswer answer = answer(id);
            if (answer != null) {
                settle(answer, answer.head(headers, last), last);
            }
        }

        @Override
        public int onDataRead(ChannelHandlerContext from, int id, ByteBuf data, int padding, boolean last) {
            int processed = data.readableBytes() + padding;
            StreamAnswer answer = answer(id);
            if (answer != null) {
                settle(answer, answer.data(data), last);
            }
            return processed;
        }

        private void settle(StreamAnswer answer, @Nullable Fault fault, boolean last) {
            if (fault != null) {
                drop(answer, Failure.of(fault), Http2Error.CANCEL);
            } else if (last) {
                used = true;
                taken(answer.stream());
                answer.complete();
            }
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext from, int id, long code) {
            StreamAnswer answer = taken(id);
            if (answer == null) {
                return;
            }
            // A refused stream was not processed at all (RFC 9113 section 8.7).
            boolean refused = code == Http2Error.REFUSED_STREAM.code();
            if (!(refused && repeats(answer.call()))) {
                answer.call().failed(refused ? REFUSED : STREAM_RESET, null, lane.now());
            }
        }

        @Override
        public void onGoAwayRead(ChannelHandlerContext from, int lastId, long code, ByteBuf words) {
            retire();
            for (StreamAnswer answer : taken(answer -> answer.stream() > lastId)) {
                if (!repeats(answer.call())) {
                    answer.call().failed(GOAWAY, null, lane.now());
                }
            }
        }
    }

    /** Sees to it that no call is left on a stream that has ended in any other way. */
    private final class Closed extends Http2ConnectionAdapter {
        @Override
        public void onStreamClosed(Http2Stream stream) {
            StreamAnswer answer = stream.removeProperty(key);
            if (answer != null) {
                answer.call().failed(STREAM_RESET, null, lane.now());
            }
        }
    }
}
