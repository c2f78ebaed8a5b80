package dev.seaworthy.twin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the faults of cross-origin rules and guarding headers do to a healthy answer. */
final class SurfaceFaults {
    private static final Set<HttpMethod> KNOWN = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS,
            HttpMethod.TRACE);

    private final TwinSettings settings;

    SurfaceFaults(TwinSettings settings) {
        this.settings = settings;
    }

    /** The answer in the place of the healthy one, if a fault has one. */
    Optional<Answer> instead(Call call) {
        if (settings.has(Fault.TRACE_ON) && call.method().equals("TRACE")) {
            return Optional.of(Answer.ok(call + " " + call.headers().entries()));
        }
        if (settings.has(Fault.PREFLIGHT_GUARDED)
                && Cors.preflight(call)
                && !call.headers().contains(HttpHeaderNames.AUTHORIZATION)) {
            return Optional.of(Refusal.unauthenticated("a preflight needs a token here").answer());
        }
        return Optional.empty();
    }

    /** The call as it is understood: under a fault every unknown method is GET. */
    Call understood(Call call) {
        boolean unknown = !KNOWN.contains(HttpMethod.valueOf(call.method()));
        return settings.has(Fault.ANY_METHOD) && unknown ? call.as("GET") : call;
    }

    /** Spoils the headers of an answer. */
    void spoil(Call call, int status, HttpHeaders headers) {
        corsOfAnyOrigin(call, headers);
        boolean preflight = Cors.preflight(call);
        if (settings.has(Fault.CORS_MISSING) && !preflight
                || settings.has(Fault.CORS_MISSING_ON_ERRORS) && status >= 400) {
            headers.remove(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN);
        }
        if (settings.has(Fault.CORS_UNVARIED)) {
            headers.remove(HttpHeaderNames.VARY);
        }
        if (settings.has(Fault.CORS_TEST_HEADER) && preflight) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type, X-E2E-Test");
        }
        if (settings.has(Fault.NOSNIFF_MISSING)) {
            headers.remove("X-Content-Type-Options");
        }
        if (settings.has(Fault.CONTENT_TYPE_MISSING)) {
            headers.remove(HttpHeaderNames.CONTENT_TYPE);
        }
        if (settings.has(Fault.CACHEABLE)) {
            headers.set(HttpHeaderNames.CACHE_CONTROL, "private, max-age=60");
        }
        if (settings.has(Fault.VERSION_TOLD)) {
            headers.set(HttpHeaderNames.SERVER, HealthDesk.SERVICE + "/" + HealthDesk.VERSION);
        }
        if (settings.tls() && !settings.has(Fault.HSTS_MISSING)) {
            headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        if (settings.has(Fault.PAGE_WITHOUT_POLICY)) {
            headers.remove(HttpHeaderNames.CONTENT_SECURITY_POLICY);
        }
        if (settings.has(Fault.PAGE_FRAMED)) {
            headers.remove(HttpHeaderNames.X_FRAME_OPTIONS);
        }
        if (settings.has(Fault.PAGE_OPENED)) {
            headers.remove("Cross-Origin-Opener-Policy");
        }
        if (settings.has(Fault.PAGE_REFERS)) {
            headers.set("Referrer-Policy", "unsafe-url");
        }
    }

    private void corsOfAnyOrigin(Call call, HttpHeaders headers) {
        String origin = call.headers().get(HttpHeaderNames.ORIGIN);
        boolean known = origin != null && Cors.ORIGINS.contains(origin);
        if (settings.has(Fault.CORS_WILDCARD) && !known) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        }
        if (origin == null || known) {
            return;
        }
        String host = host(origin);
        boolean stranger = host != null && !host.startsWith("app.twin.test") && !host.endsWith("app.twin.test");
        boolean suffixed = host != null && host.startsWith("app.twin.test.") && host.length() > 14;
        boolean credentials = settings.has(Fault.CORS_REFLECTS) && stranger
                || settings.has(Fault.CORS_NULL) && origin.equals("null");
        boolean bare = settings.has(Fault.CORS_PREFIX) && suffixed
                || settings.has(Fault.CORS_PLAIN) && origin.startsWith("http://app.twin.test");
        if (credentials || bare) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        if (credentials) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
    }

    private static @Nullable String host(String origin) {
        try {
            return URI.create(origin).getHost();
        } catch (IllegalArgumentException e) {
            // Two origins in one header, for one, are no URI.
            return null;
        }
    }
}
