package dev.seaworthy.twin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cross-origin rules: an allow-list, credentials permitted, nothing for anybody else. */
final class Cors {
    static final Set<String> ORIGINS = Set.of("https://app.twin.test", "https://admin.twin.test");

    private Cors() {}

    /** The headers for an answer to a request with these headers, whatever its status. */
    static Map<String, String> headers(HttpHeaders request) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Vary", "Origin");
        List<String> origins = request.getAll(HttpHeaderNames.ORIGIN);
        if (origins.size() == 1 && ORIGINS.contains(origins.get(0))) {
            headers.put("Access-Control-Allow-Origin", origins.get(0));
            headers.put("Access-Control-Allow-Credentials", "true");
            headers.put(
                    "Access-Control-Expose-Headers",
                    "X-RateLimit-Limit, X-RateLimit-Remaining, Retry-After, X-Request-Id");
        }
        return headers;
    }

    static boolean preflight(Call call) {
        return call.method().equals("OPTIONS")
                && call.headers().contains(HttpHeaderNames.ORIGIN)
                && call.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** Answers a preflight for a route that knows these methods. */
    static Answer answerPreflight(Call call, String methods) {
        if (!headers(call.headers()).containsKey("Access-Control-Allow-Origin")) {
            return Answer.error(403, "origin_not_allowed", "this origin is not in the allow-list");
        }
        return Answer.empty(204)
                .with("Access-Control-Allow-Methods", methods)
                .with("Access-Control-Allow-Headers", "Authorization, Content-Type")
                .with("Access-Control-Max-Age", "600");
    }
}
