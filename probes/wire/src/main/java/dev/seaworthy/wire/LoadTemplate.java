package dev.seaworthy.wire;

import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/**
 * A prepared request as the engine holds it.
 *
 * @param route where it goes
 * @param bytes the encoded request; null where there is an objection
 * @param fields its head for HTTP/2; null where only HTTP/1.1 is spoken
 * @param objection why it cannot be sent, or null
 */
record LoadTemplate(
        HttpRequest request,
        LoadOptions options,
        Route route,
        @Nullable RequestBytes bytes,
        @Nullable Http2Headers fields,
        @Nullable String objection)
        implements PreparedRequest {}
