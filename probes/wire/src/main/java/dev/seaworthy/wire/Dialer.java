package dev.seaworthy.wire;

import dev.seaworthy.kernel.Outcome;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens connections on one event loop: name, TCP, TLS, all within one time limit. */
final class Dialer {
    private final EventLoop loop;
    private final ChannelFactory<Channel> channels;
    private final AddressBook addresses;
    private final Tls tls;
    private final Duration limit;
    private final @Nullable InetAddress source;
    private final Set<Attempt> pending = new HashSet<>();

    /** {@code source}: which address of the machine connections come from; null leaves that to the system. */
    Dialer(EventLoop loop, AddressBook addresses, Tls tls, Duration limit, @Nullable InetAddress source) {
        this.loop = loop;
        this.channels = Transport.channels(loop);
        this.addresses = addresses;
        this.tls = tls;
        this.limit = limit;
        this.source = source;
    }

    /** Where the result goes; called once, on the loop. */
    interface Caller {
        /** The channel is open, and reads nothing until a handler is added and {@code setAutoRead(true)} called. */
        void connected(Channel channel);

        void failed(Failure failure);
    }

    /** Opens a connection for evidence. On the loop. */
    void dial(Origin origin, Caller caller) {
        dial(origin, Tls.Offer.EVIDENCE, caller);
    }

    /** Opens a connection on which this is offered, if it is encrypted. On the loop. */
    void dial(Origin origin, Tls.Offer offer, Caller caller) {
        dial(new Attempt(origin, offer, null, caller));
    }

    /** Opens a connection to one address of the origin's; null for the first that answers. On the loop. */
    void dial(Origin origin, @Nullable InetAddress only, Caller caller) {
        dial(new Attempt(origin, Tls.Offer.EVIDENCE, only, caller));
    }

    private void dial(Attempt attempt) {
        pending.add(attempt);
        attempt.arm();
        CompletableFuture<?> unused = addresses.lookUp(attempt.origin.host()).whenComplete((found, failure) -> {
            if (loop.inEventLoop()) {
                attempt.resolved(found, failure);
            } else {
                loop.execute(() -> attempt.resolved(found, failure));
            }
        });
    }

    /** Gives up what is being opened. On the loop. */
    void close() {
        new ArrayList<>(pending).forEach(attempt -> attempt.fail(NettyWire.CLOSED));
    }

    /** What is being waited for. */
    private enum Stage {
        NAME("name lookup timed out", "the name was not resolved"),
        TCP("connect timed out", "TCP did not connect"),
        TLS("tls handshake timed out", "TLS was not agreed on");

        private final String kind;
        private final String words;

        Stage(String kind, String words) {
            this.kind = kind;
            this.words = words;
        }
    }

    /** One try to reach an origin by each of its addresses in turn. */
    private final class Attempt {
        private final Origin origin;
        private final Tls.Offer offer;
        private final @Nullable InetAddress only;
        private final Caller caller;
        private List<InetAddress> candidates = List.of();
        private int next;
        private boolean ended;
        private Stage stage = Stage.NAME;
        private @Nullable Channel current;
        private @Nullable Future<?> timer;

        Attempt(Origin origin, Tls.Offer offer, @Nullable InetAddress only, Caller caller) {
            this.origin = origin;
            this.offer = offer;
            this.only = only;
            this.caller = caller;
        }

        void arm() {
            timer = loop.schedule(
                    () -> fail(new Failure(
                            Outcome.TIMEOUT,
                            stage.kind,
                            stage.words + " within " + limit.toMillis() + " ms (" + origin + ")")),
                    limit.toNanos(),
                    TimeUnit.NANOSECONDS);
        }

        void resolved(@Nullable List<InetAddress> found, @Nullable Throwable failure) {
            if (found == null) {
                fail(Failure.of(failure == null ? new UnknownHostException(origin.host()) : failure, origin));
                return;
            }
            candidates = found.stream()
                    .filter(to -> source == null || sameFamily(source, to))
                    .filter(to -> only == null || only.equals(to))
                    .toList();
            if (candidates.isEmpty()) {
                fail(new Failure(
                        Outcome.INSTRUMENT,
                        "source address of another family",
                        origin + " has no address that can be reached from "
                                + (source == null ? "here" : source.getHostAddress())
                                + (only == null ? "" : ", or not " + only.getHostAddress())));
                return;
            }
            stage = Stage.TCP;
            tryNext();
        }

        private void tryNext() {
            if (ended) {
                return;
            }
            InetSocketAddress address = new InetSocketAddress(candidates.get(next++), origin.port());
            ChannelFuture connecting = new Bootstrap()
                    .group(loop)
                    .channelFactory(channels)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.AUTO_READ, false)
                    // An answer that comes before the request was read whole must not be lost with the write.
                    .option(ChannelOption.AUTO_CLOSE, false)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                            Math.min(limit.toMillis() + 1, Integer.MAX_VALUE))
                    .handler(new Opening())
                    .connect(address, source == null ? null : new InetSocketAddress(source, 0));
            current = connecting.channel();
            connecting.addListener(done -> {
                if (done.isSuccess()) {
                    opened(connecting.channel());
                } else {
                    Link.shut(connecting.channel());
                    refused(done.cause());
                }
            });
        }

        private void refused(Throwable cause) {
            if (next < candidates.size() && !ended) {
                tryNext();
            } else {
                fail(Failure.of(cause, origin));
            }
        }

        private void opened(Channel channel) {
            if (ended) {
                Link.shut(channel);
                return;
            }
            if (!origin.tls()) {
                succeed(channel);
                return;
            }
            stage = Stage.TLS;
            SslHandler handler = tls.handler(channel.alloc(), origin, offer);
            handler.setHandshakeTimeoutMillis(0);
            channel.pipeline().addFirst(handler);
            handler.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    succeed(channel);
                } else {
                    fail(ofTls(done.cause()));
                }
            });
            channel.config().setAutoRead(true);
        }

        private Failure ofTls(Throwable cause) {
            Failure failure = Failure.of(cause, origin);
            boolean cutOff =
                    cause instanceof java.nio.channels.ClosedChannelException || failure.outcome() == Outcome.RESET;
            return cutOff
                    ? new Failure(
                            Outcome.TLS,
                            "closed inside the tls handshake",
                            origin + " ended the connection while TLS was agreed on")
                    : failure;
        }

        private void succeed(Channel channel) {
            if (ended) {
                Link.shut(channel);
                return;
            }
            end();
            channel.config().setAutoRead(false);
            channel.pipeline().remove(Opening.class);
            caller.connected(channel);
        }

        private void fail(Failure failure) {
            if (ended) {
                return;
            }
            end();
            if (current != null) {
                Link.shut(current);
            }
            caller.failed(failure);
        }

        private void end() {
            ended = true;
            pending.remove(this);
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }

    private static boolean sameFamily(InetAddress one, InetAddress other) {
        return one instanceof Inet4Address == other instanceof Inet4Address;
    }

    /** Stands at the end of the pipeline while a connection is being opened; TLS reports by its own future. */
    private static final class Opening extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Link.shut(context.channel());
        }
    }
}
