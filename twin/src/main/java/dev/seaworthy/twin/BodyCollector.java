package dev.seaworthy.twin;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/** Collects a request's body, and answers one that is too large with 413 while the rest of it is discarded. */
final class BodyCollector extends HttpObjectAggregator {
    static final int LARGEST_BODY = 65_536;

    BodyCollector() {
        super(LARGEST_BODY);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        Answer answer = Answer.error(413, "body_too_large", "a body has at most " + LARGEST_BODY + " bytes");
        answer = answer.with(Cors.headers(oversized.headers()));
        ctx.writeAndFlush(HttpFront.response(answer, false)).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
