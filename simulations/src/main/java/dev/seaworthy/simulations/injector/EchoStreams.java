package dev.seaworthy.simulations.injector;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;

/** The echo in HTTP/2 (RFC 9113). */
final class EchoStreams extends ChannelInboundHandlerAdapter {
    private static final long STREAMS = 10_000;

    private final ByteBuf body;
    private final Http2Headers head;

    EchoStreams(byte[] body) {
        this.body = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(body));
        this.head = ReadOnlyHttp2Headers.serverHeaders(
                true,
                AsciiString.cached("200"),
                AsciiString.cached("content-length"),
                AsciiString.of(String.valueOf(body.length)),
                AsciiString.cached("content-type"),
                AsciiString.cached("application/octet-stream"));
    }

    /** The frames of a connection to a server that lets a client have as many streams as it likes. */
    static Http2FrameCodec codec() {
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings().maxConcurrentStreams(STREAMS))
                .build();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof Http2HeadersFrame headers && headers.isEndStream()) {
                answer(context, headers.stream());
            } else if (message instanceof Http2DataFrame data) {
                var unused = context.write(
                        new DefaultHttp2WindowUpdateFrame(data.initialFlowControlledBytes()).stream(data.stream()));
                if (data.isEndStream()) {
                    answer(context, data.stream());
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(ChannelHandlerContext context, Http2FrameStream stream) {
        var unused = context.write(new DefaultHttp2HeadersFrame(head, !body.isReadable()).stream(stream));
        if (body.isReadable()) {
            unused = context.write(new DefaultHttp2DataFrame(body.duplicate(), true).stream(stream));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    /** A client that went away has nothing to be told. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var unused = context.close();
    }
}
