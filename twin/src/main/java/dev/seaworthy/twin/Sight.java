package dev.seaworthy.twin;

import io.netty.handler.codec.http.HttpHeaderNames;

/**
 * From where a token is looked at. Of no account to a healthy twin; some faults see differently from different places.
 *
 * @param connection over which the request came
 * @param usualScheme whether its credential follows {@code Bearer} in just that spelling
 */
record Sight(String path, String connection, boolean usualScheme) {
    static final Sight ANYWHERE = new Sight("", "", true);

    static Sight of(Call call) {
        String line = call.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        return new Sight(call.path(), call.connection(), line.startsWith("Bearer "));
    }
}
