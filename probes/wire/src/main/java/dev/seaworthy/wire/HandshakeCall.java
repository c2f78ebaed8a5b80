package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One handshake on its way: its bytes, the answer's bytes, and the judgement. For its event loop, once started. */
final class HandshakeCall extends ChannelInboundHandlerAdapter implements Dialer.Caller, Abandonable {
    /** How much body of a refusal is read. */
    private static final int REFUSAL_BYTES = 4 * 1024;

    /** How long the body of a refusal is waited for. */
    private static final Duration REFUSAL_PATIENCE = Duration.ofSeconds(1);

    private static final Failure NONE = new Failure(Outcome.OK, "");

    private final WebSocketRequest asked;
    private final NettyWire wire;
    private final Origin origin;
    private final long intendedNanos;
    private final boolean recording;
    private final CompletableFuture<Handshake> result = new CompletableFuture<>();
    private final AnswerParser parser = new AnswerParser();
    private final HandshakeRequest request;
    private @Nullable Lane lane;
    private @Nullable Link link;
    private @Nullable Future<?> timer;
    private long firedNanos = Clocks.NOT_REACHED;
    private long writtenNanos = Clocks.NOT_REACHED;
    private long firstByteNanos = Clocks.NOT_REACHED;

    HandshakeCall(WebSocketRequest asked, NettyWire wire, long intendedNanos, boolean recording) {
        this.asked = asked;
        this.wire = wire;
        this.origin = Origin.of(asked.uri());
        this.intendedNanos = intendedNanos;
        this.recording = recording;
        this.request = HandshakeRequest.of(asked, origin, wire.identity(), wire.freshKey());
    }

    CompletableFuture<Handshake> result() {
        return result;
    }

    void start(Lane on) {
        lane = on;
        firedNanos = now();
        String objection = request.objection();
        if (objection != null) {
            fail(new Failure(Outcome.INSTRUMENT, "not sent: " + objection));
        } else if (wire.isClosed()) {
            fail(NettyWire.CLOSED);
        } else if (!wire.reach().budget().take()) {
            fail(wire.budgetSpent());
        } else {
            on.enter(this);
            long left = asked.timeout().toNanos() - (firedNanos - intendedNanos);
            timer = on.loop().schedule(this::expired, Math.max(left, 0), TimeUnit.NANOSECONDS);
            on.dialer().dial(origin, this);
        }
    }

    @Override
    public void connected(Channel channel) {
        if (result.isDone()) {
            Link.shut(channel);
            return;
        }
        link = wire.link(channel, origin, recording);
        channel.pipeline().addLast(this);
        parser.begin(false, true, REFUSAL_BYTES);
        ByteBuf buffer = channel.alloc().ioBuffer().writeBytes(request.bytes());
        channel.writeAndFlush(buffer).addListener(written -> {
            if (written.isSuccess()) {
                writtenNanos = now();
            }
        });
        channel.config().setAutoRead(true);
    }

    @Override
    public void failed(Failure failure) {
        fail(failure);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (result.isDone()) {
                return;
            }
            long now = now();
            if (firstByteNanos == Clocks.NOT_REACHED) {
                firstByteNanos = now;
            }
            parser.feed(in);
            Fault fault = parser.fault();
            if (fault != null) {
                fail(Failure.of(fault));
            } else if (parser.isDone()) {
                answered(in);
            } else if (parser.isInBody()) {
                limitRefusal();
            }
        } finally {
            in.release();
        }
    }

    private void limitRefusal() {
        if (timer != null && lane != null) {
            timer.cancel(false);
            timer = lane.loop().schedule(() -> answered(null), REFUSAL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (result.isDone()) {
            return;
        }
        if (parser.isInBody()) {
            answered(null);
        } else {
            fail(new Failure(Outcome.RESET, "the peer ended the connection " + parser.progress()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Failure failure = Failure.of(cause, origin);
        boolean reset = failure.outcome() == Outcome.RESET;
        fail(reset ? new Failure(Outcome.RESET, "the peer reset the connection " + parser.progress()) : failure);
    }

    private void expired() {
        String stuck = link == null ? "the connection was not open yet" : parser.progress();
        fail(new Failure(
                Outcome.TIMEOUT,
                "the handshake took longer than " + asked.timeout().toMillis() + " ms, " + stuck));
    }

    @Override
    public void abandon() {
        fail(new Failure(Outcome.INSTRUMENT, "the engine was closed during the handshake"));
    }

    /** The head of the answer is complete, and as much of a body as there will be. */
    private void answered(@Nullable ByteBuf rest) {
        if (result.isDone() || link == null || lane == null) {
            return;
        }
        end();
        Headers headers = parser.head().headers();
        int status = parser.head().status();
        Set<Handshake.Fault> faults = HandshakeJudge.faults(status, headers, request.headers(), asked.subprotocols());
        NettyWebSocket socket = null;
        if (HandshakeJudge.isUsable(status, headers, request.key())) {
            socket = new NettyWebSocket(wire, lane, link, List.copyOf(faults), recording);
            link.channel().pipeline().replace(this, null, socket);
        } else {
            Link.shut(link.channel());
        }
        complete(NONE, status, headers, faults, socket);
        if (socket != null && rest != null && rest.isReadable()) {
            socket.read(rest);
        }
    }

    /** Ends without a complete answer. */
    void fail(Failure failure) {
        if (result.isDone()) {
            return;
        }
        end();
        if (link != null) {
            Link.shut(link.channel());
        }
        if (firedNanos == Clocks.NOT_REACHED) {
            firedNanos = now();
        }
        complete(failure, 0, parser.head().headers(), EnumSet.noneOf(Handshake.Fault.class), null);
    }

    private void end() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (lane != null) {
            lane.leave(this);
        }
    }

    private void complete(
            Failure failure,
            int status,
            Headers headers,
            Set<Handshake.Fault> faults,
            @Nullable NettyWebSocket socket) {
        Clocks clocks = new Clocks(intendedNanos, firedNanos, writtenNanos, firstByteNanos, now());
        boolean kept = recording || (socket == null && wire.recordsFailure());
        Exchange exchange = exchange(failure, status, clocks, kept);
        result.complete(new Handshake(
                failure.outcome(),
                exchange.detail(),
                status,
                headers,
                asked.subprotocols(),
                Set.copyOf(faults),
                clocks,
                exchange,
                socket));
    }

    private Exchange exchange(Failure failure, int status, Clocks clocks, boolean kept) {
        ExchangeMaker.Draft draft = new ExchangeMaker.Draft(
                Exchange.Kind.HANDSHAKE,
                "GET " + asked.uri().getRawPath() + " (WebSocket)",
                link == null ? Link.none(origin) : link.described(),
                clocks,
                failure,
                status);
        ExchangeMaker maker = wire.maker();
        if (!kept) {
            return maker.make(draft, "<not kept under load>", "<not kept under load>");
        }
        Redaction redaction = maker.redaction();
        redaction.learn(asked.headers());
        redaction.learn(asked.subprotocols());
        redaction.learn(parser.head().headers());
        redaction.learn(parser.body());
        String sent = link == null ? "" : redaction.head(new String(request.bytes(), StandardCharsets.UTF_8));
        return maker.make(draft, sent, redaction.head(parser.head().text()) + redaction.body(parser.body()));
    }

    private long now() {
        return wire.reach().time().nanos();
    }
}
