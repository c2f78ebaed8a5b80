package dev.seaworthy.wire;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a redirect asks for (RFC 9110 section 15.4). */
final class Redirect {
    /** What another origin must not see. */
    private static final Set<String> CREDENTIALS = Set.of("authorization", "proxy-authorization", "cookie", "host");

    private static final Set<String> OF_THE_BODY =
            Set.of("content-length", "content-type", "content-encoding", "content-language", "content-location");

    private Redirect() {}

    static boolean is(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /** The request that follows; null if the location is none that could be requested. */
    static @Nullable HttpRequest next(HttpRequest request, int status, String location) {
        URI target = resolve(request.uri(), location);
        if (target == null) {
            return null;
        }
        boolean rewritten = status == 303 && !request.method().equals("HEAD")
                || (status == 301 || status == 302) && request.method().equals("POST");
        boolean foreign = !Origin.of(target).equals(Origin.of(request.uri()));
        List<Header> kept = request.headers().fields().stream()
                .filter(field -> {
                    String name = field.name().toLowerCase(Locale.ROOT);
                    return !(foreign && CREDENTIALS.contains(name)) && !(rewritten && OF_THE_BODY.contains(name));
                })
                .toList();
        String method = rewritten ? "GET" : request.method();
        byte[] body = rewritten ? LoadCall.NO_BODY : request.body();
        return new HttpRequest(method, target, new Headers(kept), body, request.http10());
    }

    private static @Nullable URI resolve(URI base, String location) {
        try {
            URI target = rooted(base, location);
            boolean http = "http".equalsIgnoreCase(target.getScheme()) || "https".equalsIgnoreCase(target.getScheme());
            return http && target.getHost() != null ? target : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The JDK forgets the last part of the path before a query alone, and the slash after a host alone. */
    private static URI rooted(URI base, String location) {
        String place = base.getScheme() + "://" + base.getRawAuthority();
        String path = base.getRawPath() == null || base.getRawPath().isEmpty() ? "/" : base.getRawPath();
        return location.startsWith("?")
                ? URI.create(place + path + location)
                : URI.create(place + path).resolve(location);
    }
}
