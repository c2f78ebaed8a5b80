package dev.seaworthy.simulations.injector;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A server of the instrument's own, in its own process and on its own threads, that answers every request at once with
 * status 200 and a body of fixed length. What a client sees of it is the noise of the client. It speaks HTTP/1.1, and
 * HTTP/2 by ALPN over TLS or by prior knowledge without; it shares no code with the wire engine that it measures.
 */
final class EchoServer implements AutoCloseable {
    private final EventLoopGroup loops;
    private final Channel listening;
    private final boolean tls;

    private EchoServer(EventLoopGroup loops, Channel listening, boolean tls) {
        this.loops = loops;
        this.listening = listening;
        this.tls = tls;
    }

    /**
     * Listens on 127.0.0.1, at a port that is free.
     *
     * @param certificate null to speak without TLS
     * @param threads at least 1
     */
    static EchoServer open(EchoStack stack, @Nullable EchoCertificate certificate, int threads) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        ChannelFactory<ServerChannel> channels = epoll ? EpollServerSocketChannel::new : NioServerSocketChannel::new;
        SslContext context = certificate == null ? null : context(certificate);
        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("seaworthy-echo", true), io);
        Channel listening;
        try {
            listening = new ServerBootstrap()
                    .group(loops)
                    .channelFactory(channels)
                    .option(ChannelOption.SO_BACKLOG, 4096)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(new Greeting(stack, context))
                    .bind(InetAddress.getLoopbackAddress(), 0)
                    .syncUninterruptibly()
                    .channel();
        } catch (RuntimeException e) {
            var unused = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw e;
        }
        return new EchoServer(loops, listening, context != null);
    }

    URI uri() {
        InetSocketAddress address = (InetSocketAddress) listening.localAddress();
        return URI.create((tls ? "https" : "http") + "://127.0.0.1:" + address.getPort() + "/");
    }

    /** Ends every connection. Waits for at most a second. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }

    private static SslContext context(EchoCertificate certificate) {
        try {
            return SslContextBuilder.forServer(certificate.key(), certificate.certificate())
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS for the instrument's echo", e);
        }
    }

    /** Meets a connection, and finds out what it speaks. */
    private static final class Greeting extends ChannelInitializer<Channel> {
        private final EchoStack stack;
        private final @Nullable SslContext tls;
        private final byte[] body;

        Greeting(EchoStack stack, @Nullable SslContext tls) {
            this.stack = stack;
            this.tls = tls;
            this.body = new byte[stack.payloadBytes()];
            Arrays.fill(body, (byte) '~');
        }

        @Override
        protected void initChannel(Channel channel) {
            if (tls == null) {
                speak(channel, stack.priorKnowledge());
                return;
            }
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
            channel.pipeline().addLast(new ApplicationProtocolNegotiationHandler(ApplicationProtocolNames.HTTP_1_1) {
                @Override
                protected void configurePipeline(ChannelHandlerContext context, String protocol) {
                    speak(context.channel(), protocol.equals(ApplicationProtocolNames.HTTP_2));
                }
            });
        }

        private void speak(Channel channel, boolean two) {
            if (two) {
                channel.pipeline().addLast(EchoStreams.codec(), new EchoStreams(body));
            } else {
                channel.pipeline().addLast(new EchoLines(body));
            }
        }
    }
}
