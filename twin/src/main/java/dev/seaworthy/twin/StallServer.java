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
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP/1.1 server that answers at once, except while it stalls by a plan: what a load generator reports of it can be
 * held against {@link StallTruth}. One thread; listens on 127.0.0.1 only. Thread-safe.
 */
public final class StallServer implements AutoCloseable {
    private static final int BACKLOG = 4_096;
    private static final long CLOSE_SECONDS = 2;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("stalls", true), NioIoHandler.newFactory());
    private final StallGate gate;
    private final Channel listener;

    private StallServer(int port, StallPlan plan) throws IOException {
        this.gate = new StallGate(plan, System::nanoTime);
        StallFront front = new StallFront(gate, group.next());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpRequestDecoder(), front);
                    }
                });
        ChannelFuture bound =
                bootstrap.bind(new InetSocketAddress("127.0.0.1", port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var unused = group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
            throw new IOException("the stall server cannot listen on port " + port + ": "
                    + bound.cause().getMessage());
        }
        this.listener = bound.channel();
    }

    /**
     * Starts a server; it answers when this returns. The plan begins with the first request.
     *
     * @param port 0 for any free one
     * @throws IOException if its port cannot be had; the message names it
     */
    public static StallServer start(int port, StallPlan plan) throws IOException {
        return new StallServer(port, plan);
    }

    /** Another plan, which begins with the next request that comes after this returned. */
    public void arm(StallPlan plan) {
        group.next().submit(() -> gate.arm(plan)).awaitUninterruptibly();
    }

    /** Where it listens, e.g. {@code http://127.0.0.1:41234}. */
    public URI http() {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort());
    }

    /** Closes every connection. Returns within about two seconds, commonly at once; idempotent. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        var unused = group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        group.terminationFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
