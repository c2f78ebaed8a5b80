package dev.seaworthy.wire;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;

/** What an HTTP/2 connection of ours begins with: no push, and windows that seldom hold a peer up. */
final class Http2Opening extends AbstractHttp2ConnectionHandlerBuilder<Http2Session, Http2Opening> {
    private static final int STREAM_WINDOW = 1 << 20;

    private final Lane lane;
    private final Http2Pool pool;
    private final Link link;

    Http2Opening(Lane lane, Http2Pool pool, Link link) {
        this.lane = lane;
        this.pool = pool;
        this.link = link;
        server(false);
        gracefulShutdownTimeoutMillis(0);
        initialSettings(Http2Settings.defaultSettings()
                .pushEnabled(false)
                .initialWindowSize(STREAM_WINDOW)
                .maxHeaderListSize(AnswerParser.HEAD_LIMIT));
    }

    Lane lane() {
        return lane;
    }

    Http2Pool pool() {
        return pool;
    }

    Link link() {
        return link;
    }

    @Override
    protected Http2Session build() {
        return super.build();
    }

    @Override
    protected Http2Session build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        return new Http2Session(this, decoder, encoder, settings);
    }
}
