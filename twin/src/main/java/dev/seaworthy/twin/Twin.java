package dev.seaworthy.twin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A running twin. Listens on 127.0.0.1 only; keeps nothing on disk. Thread-safe.
 */
public final class Twin implements AutoCloseable {
    /** Told to every connection when the twin ends. */
    static final Object CLOSING = new Object();

    private static final int WORKERS = 2;
    private static final int BACKLOG = 4_096;
    private static final int LARGEST_HEADERS = 16_384;
    private static final long SWEEP_SECONDS = 30;
    private static final long CLOSE_SECONDS = 2;

    private final TwinSettings settings;
    private final EventLoopGroup boss = group("twin-boss", 1);
    private final EventLoopGroup workers = group("twin-worker", WORKERS);
    private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
    private final Channel listener;
    private final InetSocketAddress address;
    private final @Nullable TlsFront tls;
    private final @Nullable Channel plain;

    private Twin(TwinSettings settings, LongSupplier nanos) throws IOException {
        this.settings = settings;
        Harbour harbour = new Harbour(settings, Clock.systemUTC(), nanos);
        this.tls = settings.tls() ? TlsFront.of(settings) : null;
        this.listener = listen(settings.port(), channel -> admit(channel, harbour));
        this.address = (InetSocketAddress) listener.localAddress();
        this.plain = tls == null ? null : listen(0, channel -> admitPlain(channel, harbour));
        var unused = boss.scheduleAtFixedRate(harbour::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    private Channel listen(int port, Consumer<SocketChannel> admission) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(boss, workers)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        admission.accept(channel);
                    }
                });
        ChannelFuture bound =
                bootstrap.bind(new InetSocketAddress("127.0.0.1", port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            shutDown(boss, workers);
            throw new IOException("the twin cannot listen on port " + port + ": "
                    + bound.cause().getMessage());
        }
        return bound.channel();
    }

    /**
     * Starts a twin; it answers when this returns.
     *
     * @throws IOException if its port cannot be had; the message names it
     */
    public static Twin start(TwinSettings settings) throws IOException {
        return start(settings, System::nanoTime);
    }

    /**
     * Starts a twin whose limits, latencies and strain go by a clock of the caller's.
     *
     * @param nanos monotonic, as {@link System#nanoTime()}
     * @throws IOException if its port cannot be had; the message names it
     */
    public static Twin start(TwinSettings settings, LongSupplier nanos) throws IOException {
        return new Twin(settings, nanos);
    }

    /** Where it speaks HTTP, e.g. {@code http://127.0.0.1:41234}. */
    public URI http() {
        return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + address.getPort());
    }

    /**
     * Where it speaks HTTP without TLS, and refuses to serve.
     *
     * @throws IllegalStateException if it was started without TLS, and so speaks nothing else
     */
    public URI plainHttp() {
        if (plain == null) {
            throw new IllegalStateException("a twin without TLS has no second port");
        }
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) plain.localAddress()).getPort());
    }

    /** The certificate of the authority to trust, as PEM; empty text without TLS. */
    public String authority() {
        return tls == null ? "" : tls.authority();
    }

    /** Where it speaks WebSocket, e.g. {@code ws://127.0.0.1:41234/ws}. */
    public URI webSocket() {
        return URI.create((tls == null ? "ws" : "wss") + "://127.0.0.1:" + address.getPort() + Handshake.PATH);
    }

    public TwinSettings settings() {
        return settings;
    }

    /** How many clients are connected at this moment, over HTTP and WebSocket together. */
    public int openConnections() {
        return connections.size();
    }

    /**
     * Ends it: open WebSockets hear 1001, then everything closes. Returns within about three seconds, commonly at once;
     * idempotent. Not to be called from a thread of the twin's own.
     */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        if (plain != null) {
            plain.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
        // A loop that shuts down closes its channels before it says anything, so they are told and waited for first.
        List<Channel> open = List.copyOf(connections);
        open.forEach(channel -> channel.pipeline().fireUserEventTriggered(CLOSING));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        for (Channel channel : open) {
            channel.closeFuture().awaitUninterruptibly(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        shutDown(boss, workers);
    }

    private static void shutDown(EventLoopGroup... groups) {
        for (EventLoopGroup group : groups) {
            var unused = group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        }
        for (EventLoopGroup group : groups) {
            group.terminationFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void admit(SocketChannel channel, Harbour harbour) {
        if (tls != null) {
            channel.pipeline().addLast(tls.handler(channel.alloc()));
        }
        serve(channel, harbour);
    }

    private void admitPlain(SocketChannel channel, Harbour harbour) {
        if (!settings.has(Fault.PLAIN_HTTP_SERVED)) {
            channel.pipeline().addLast(new HttpServerCodec(), new PlainRefusal());
            return;
        }
        serve(channel, harbour);
    }

    private void serve(SocketChannel channel, Harbour harbour) {
        connections.add(channel);
        channel.closeFuture().addListener(closed -> connections.remove(channel));
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(new HttpDecoderConfig().setMaxHeaderSize(LARGEST_HEADERS)),
                        new BodyCollector(),
                        new HttpFront(settings, harbour));
    }

    private static EventLoopGroup group(String name, int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }
}
