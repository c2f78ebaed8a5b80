package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.TlsReply.Ending;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One {@link TlsHello} on its way, over a plain connection. For its event loop, once started. */
final class TlsCall extends ChannelInboundHandlerAdapter implements Dialer.Caller, Abandonable {
    private static final Failure NONE = new Failure(Outcome.OK, "");

    private final TlsHello hello;
    private final NettyWire wire;
    private final Origin origin;
    private final long intendedNanos;
    private final byte[] message;
    private final TlsParser parser;
    private final CompletableFuture<TlsReply> result = new CompletableFuture<>();
    private @Nullable Lane lane;
    private @Nullable Link link;
    private @Nullable Future<?> timer;
    private long firedNanos = Clocks.NOT_REACHED;
    private long writtenNanos = Clocks.NOT_REACHED;
    private long firstByteNanos = Clocks.NOT_REACHED;

    /** {@code origin} is spoken to in plain: TLS is what goes over it. */
    TlsCall(TlsHello hello, Origin origin, NettyWire wire, long intendedNanos) {
        this.hello = hello;
        this.wire = wire;
        this.origin = new Origin(false, origin.host(), origin.port());
        this.intendedNanos = intendedNanos;
        boolean sharing =
                hello.newest() == TlsVersion.TLS_1_3 && hello.extras().contains(TlsHello.Extra.KEYS);
        TlsKeys keys = sharing ? TlsKeys.fresh() : null;
        this.message = TlsHelloBytes.message(hello, wire.freshBytes(64), keys);
        this.parser = new TlsParser(message, keys);
    }

    CompletableFuture<TlsReply> result() {
        return result;
    }

    void start(Lane on) {
        lane = on;
        firedNanos = now();
        if (wire.isClosed()) {
            fail(Ending.NOT_SENT, NettyWire.CLOSED);
        } else if (!wire.reach().budget().take()) {
            fail(Ending.NOT_SENT, wire.budgetSpent());
        } else {
            on.enter(this);
            timer = on.loop().schedule(this::expired, on.connectNanos(), TimeUnit.NANOSECONDS);
            on.dialer().dial(origin, hello.at(), this);
        }
    }

    @Override
    public void connected(Channel channel) {
        if (result.isDone()) {
            Link.shut(channel);
            return;
        }
        link = wire.link(channel, origin, true);
        channel.pipeline().addLast(this);
        channel.writeAndFlush(Unpooled.wrappedBuffer(TlsHelloBytes.record(hello, message)))
                .addListener(written -> {
                    if (written.isSuccess()) {
                        writtenNanos = now();
                    }
                });
        channel.config().setAutoRead(true);
    }

    @Override
    public void failed(Failure failure) {
        boolean ours = failure.outcome() == Outcome.INSTRUMENT || failure.outcome() == Outcome.NOT_SENT;
        fail(ours ? Ending.NOT_SENT : Ending.UNREACHED, failure);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        ByteBuf in = (ByteBuf) read;
        try {
            if (result.isDone()) {
                return;
            }
            if (firstByteNanos == Clocks.NOT_REACHED) {
                firstByteNanos = now();
            }
            parser.feed(ByteBufUtil.getBytes(in));
            Ending ending = parser.ending();
            if (ending != null) {
                fail(ending, failure(ending));
            }
        } finally {
            in.release();
        }
    }

    private Failure failure(Ending ending) {
        return switch (ending) {
            case AGREED -> NONE;
            case ALERT -> new Failure(Outcome.REJECTED, "alert", "the server's alert " + alert(parser.alert()));
            default -> new Failure(Outcome.PROTOCOL, "not tls", parser.flaw());
        };
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(
                Ending.CLOSED,
                new Failure(
                        Outcome.RESET,
                        "closed",
                        "the server ended the connection after " + parser.total() + " bytes, without an alert"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Failure failure = Failure.of(cause, origin);
        fail(failure.outcome() == Outcome.RESET ? Ending.CLOSED : Ending.NOT_SENT, failure);
    }

    private void expired() {
        String stuck =
                link == null ? "no connection stood yet" : "the server had sent " + parser.total() + " bytes by then";
        fail(
                link == null ? Ending.UNREACHED : Ending.SILENT,
                new Failure(
                        Outcome.TIMEOUT,
                        "silent",
                        "nothing came of the hello within "
                                + TimeUnit.NANOSECONDS.toMillis(
                                        wire.reach().connectTimeout().toNanos()) + " ms; " + stuck));
    }

    @Override
    public void abandon() {
        fail(Ending.NOT_SENT, new Failure(Outcome.INSTRUMENT, "closed", "the engine was closed during the handshake"));
    }

    void fail(Ending ending, Failure failure) {
        if (result.isDone()) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        if (lane != null) {
            lane.leave(this);
        }
        if (link != null) {
            Link.shut(link.channel());
        }
        if (firedNanos == Clocks.NOT_REACHED) {
            firedNanos = now();
        }
        TlsReply.Choice choice = parser.choice();
        Exchange exchange = wire.maker()
                .handshake(
                        hello + " to " + origin + " -> "
                                + (ending == Ending.AGREED && choice != null ? choice : failure.detail()),
                        link == null ? Link.none(origin) : link.described(),
                        new Clocks(intendedNanos, firedNanos, writtenNanos, firstByteNanos, now()),
                        failure,
                        new Exchange.Transcript(
                                link == null ? "" : hello + "\n" + HexFormat.of().formatHex(message),
                                choice == null ? failure.detail() : described(choice, ending, failure)));
        result.complete(new TlsReply(ending, failure.detail(), choice, parser.alert(), exchange));
    }

    private static String described(TlsReply.Choice choice, Ending ending, Failure failure) {
        StringBuilder text = new StringBuilder("ServerHello ")
                .append(choice)
                .append("\nextensions ")
                .append(choice.extensions().stream().sorted().toList());
        if (ending != Ending.AGREED) {
            text.append('\n').append(failure.detail());
        }
        // A certificate is public, and the evidence for every claim about it.
        choice.certificates().forEach(der -> text.append("\n-----BEGIN CERTIFICATE-----\n")
                .append(java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der))
                .append("\n-----END CERTIFICATE-----"));
        return text.toString();
    }

    /** The name of an alert (RFC 8446 section 6, RFC 5246 section 7.2), with its number. */
    static String alert(int description) {
        String name = switch (description) {
            case 0 -> "close_notify";
            case 10 -> "unexpected_message";
            case 20 -> "bad_record_mac";
            case 40 -> "handshake_failure";
            case 42 -> "bad_certificate";
            case 47 -> "illegal_parameter";
            case 50 -> "decode_error";
            case 70 -> "protocol_version";
            case 71 -> "insufficient_security";
            case 80 -> "internal_error";
            case 86 -> "inappropriate_fallback";
            case 109 -> "missing_extension";
            case 112 -> "unrecognized_name";
            case 116 -> "certificate_required";
            case 120 -> "no_application_protocol";
            default -> "without a name";
        };
        return name + " (" + description + ")";
    }

    private long now() {
        return wire.reach().time().nanos();
    }
}
