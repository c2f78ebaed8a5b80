package dev.seaworthy.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An HTTP/2 server of Netty's own codec, on a loopback port; its script sees each request when it is whole. */
final class Http2Server implements AutoCloseable {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listening;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();
    final Queue<Http2Headers> requests = new ConcurrentLinkedQueue<>();

    /** What happens when a request is whole. */
    @FunctionalInterface
    interface Script {
        void play(Stream stream);
    }

    private Http2Server(@Nullable SslContext tls, long mostStreams, Script script) {
        this.listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.incrementAndGet();
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline()
                                .addLast(Http2FrameCodecBuilder.forServer()
                                        .initialSettings(
                                                Http2Settings.defaultSettings().maxConcurrentStreams(mostStreams))
                                        .build())
                                .addLast(new Requests(script));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Without TLS. */
    static Http2Server plain(long mostStreams, Script script) {
        return new Http2Server(null, mostStreams, script);
    }

    /** With TLS, and {@code h2} by ALPN. */
    static Http2Server secure(Certificates certificates, Script script) throws Exception {
        SslContext context = SslContextBuilder.forServer(certificates.chain().toKeyManagerFactory())
                .sslProvider(SslProvider.JDK)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        "h2"))
                .build();
        return new Http2Server(context, 100, script);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws InterruptedException {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    /** One request, and the ways to answer it. */
    final class Stream {
        private final ChannelHandlerContext context;
        private final Http2FrameStream frames;
        final String path;
        final long bodyBytes;

        private Stream(ChannelHandlerContext context, Http2FrameStream frames, String path, long bodyBytes) {
            this.context = context;
            this.frames = frames;
            this.path = path;
            this.bodyBytes = bodyBytes;
        }

        int id() {
            return frames.id();
        }

        void answer(int status, String body) {
            answer(new DefaultHttp2Headers().status(String.valueOf(status)), body);
        }

        void answer(Http2Headers headers, String body) {
            open.decrementAndGet();
            head(headers, body.isEmpty());
            if (!body.isEmpty()) {
                data(Unpooled.copiedBuffer(body, java.nio.charset.StandardCharsets.UTF_8), true);
            }
        }

        void head(Http2Headers headers, boolean last) {
            var unused = context.writeAndFlush(new DefaultHttp2HeadersFrame(headers, last).stream(frames));
        }

        void data(ByteBuf bytes, boolean last) {
            var unused = context.writeAndFlush(new DefaultHttp2DataFrame(bytes, last).stream(frames));
        }

        void reset(Http2Error error) {
            open.decrementAndGet();
            var unused = context.writeAndFlush(new DefaultHttp2ResetFrame(error).stream(frames));
        }

        /** Says that this stream, and what comes after it, was not processed. */
        void goAway(int lastProcessed) {
            open.decrementAndGet();
            ByteBuf frame = context.alloc().buffer(17);
            frame.writeMedium(8)
                    .writeByte(7)
                    .writeByte(0)
                    .writeInt(0)
                    .writeInt(lastProcessed)
                    .writeInt(0);
            var unused =
                    context.channel().pipeline().context(Http2FrameCodec.class).writeAndFlush(frame);
        }

        void hangUp() {
            var unused = context.channel().pipeline().firstContext().close();
        }
    }

    private final class Requests extends ChannelInboundHandlerAdapter {
        private final Script script;
        private final Map<Http2FrameStream, Long> bodies = new HashMap<>();
        private final Map<Http2FrameStream, String> paths = new HashMap<>();

        Requests(Script script) {
            this.script = script;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2HeadersFrame head) {
                mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                requests.add(head.headers());
                paths.put(head.stream(), head.headers().path().toString());
                if (head.isEndStream()) {
                    play(context, head.stream(), 0);
                }
            } else if (message instanceof Http2DataFrame data) {
                long sofar = bodies.merge(data.stream(), (long) data.content().readableBytes(), Long::sum);
                var unused = context.writeAndFlush(
                        new DefaultHttp2WindowUpdateFrame(data.initialFlowControlledBytes()).stream(data.stream()));
                if (data.isEndStream()) {
                    play(context, data.stream(), sofar);
                }
            }
            ReferenceCountUtil.release(message);
        }

        private void play(ChannelHandlerContext context, Http2FrameStream stream, long bodyBytes) {
            bodies.remove(stream);
            script.play(new Stream(context, stream, Objects.requireNonNull(paths.remove(stream)), bodyBytes));
        }
    }
}
