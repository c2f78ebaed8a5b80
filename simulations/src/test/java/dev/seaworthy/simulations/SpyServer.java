package dev.seaworthy.simulations;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Answers every request after a while, and remembers its request line. */
final class SpyServer implements AutoCloseable {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Collection<String> seen = new ConcurrentLinkedQueue<>();
    private final Channel channel;

    private SpyServer(long delayMillis, int status) throws InterruptedException {
        channel = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel child) {
                        child.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(65536),
                                        new Answer(delayMillis, status));
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    static SpyServer answering(int status, long delayMillis) throws InterruptedException {
        return new SpyServer(delayMillis, status);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) channel.localAddress()).getPort());
    }

    /** Method, path and authorization of each request. */
    Collection<String> seen() {
        return seen;
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Answer extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final long delayMillis;
        private final int status;

        Answer(long delayMillis, int status) {
            this.delayMillis = delayMillis;
            this.status = status;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            seen.add(request.method() + " " + request.uri() + " "
                    + request.headers().get(HttpHeaderNames.AUTHORIZATION, "-"));
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.EMPTY_BUFFER);
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
            Runnable reply = () -> {
                var unused = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            };
            var unused = context.executor().schedule(reply, delayMillis, TimeUnit.MILLISECONDS);
        }
    }
}
