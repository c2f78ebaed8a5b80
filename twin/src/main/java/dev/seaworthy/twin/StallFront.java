package dev.seaworthy.twin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Answers every request with {@code ok}, as soon as the gate lets it. Lives on one event loop, for all connections. */
@ChannelHandler.Sharable
final class StallFront extends SimpleChannelInboundHandler<HttpObject> {
    private static final ByteBuf KEPT = answer("", "ok");
    private static final ByteBuf CLOSING = answer("Connection: close\r\n", "ok");
    private static final ByteBuf HEAD = answer("", "");
    private static final ByteBuf BAD = Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", StandardCharsets.US_ASCII));
    /** An event loop's timer wakes up to a millisecond late; the rest is waited for awake. */
    private static final long AWAKE_NANOS = 2_000_000;

    private final StallGate gate;
    private final Runnable opener;

    StallFront(StallGate gate, EventExecutor loop) {
        this.gate = gate;
        this.opener = () -> open(loop);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (message instanceof HttpRequest request) {
            boolean broken = message.decoderResult().isFailure();
            Reply reply = new Reply(
                    broken || !HttpUtil.isKeepAlive(request), request.method().equals(HttpMethod.HEAD), broken);
            ctx.channel().attr(Reply.KEY).set(reply);
        }
        if (message instanceof LastHttpContent || message.decoderResult().isFailure()) {
            Reply reply = ctx.channel().attr(Reply.KEY).getAndSet(null);
            if (reply != null) {
                wait(ctx.executor(), gate.pass(() -> write(ctx, reply)));
            }
        }
    }

    private void write(ChannelHandlerContext ctx, Reply reply) {
        ByteBuf bytes = reply.broken() ? BAD : reply.head() ? HEAD : reply.close() ? CLOSING : KEPT;
        ChannelFuture written = ctx.writeAndFlush(bytes.duplicate());
        if (reply.close()) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void open(EventExecutor loop) {
        wait(loop, gate.open());
    }

    private void wait(EventExecutor loop, long nanos) {
        if (nanos > 0) {
            var unused = loop.schedule(opener, Math.max(1, nanos - AWAKE_NANOS), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A connection that broke has nobody left to answer.
        var unused = ctx.close();
    }

    private static ByteBuf answer(String header, String body) {
        String text = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n" + header + "\r\n" + body;
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(128).writeBytes(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private record Reply(boolean close, boolean head, boolean broken) {
        static final AttributeKey<Reply> KEY = AttributeKey.valueOf(Reply.class, "reply");
    }
}
