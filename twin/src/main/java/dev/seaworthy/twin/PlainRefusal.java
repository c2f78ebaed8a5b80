package dev.seaworthy.twin;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpRequest;

/** The port without TLS: it refuses, and does not redirect, since a client that sends a token there has lost it already. */
final class PlainRefusal extends SimpleChannelInboundHandler<Object> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            ctx.writeAndFlush(HttpFront.response(
                            Answer.error(403, "tls_required", "this service is served over https alone"), false))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A connection that broke has nobody left to answer.
        var unused = ctx.close();
    }
}
