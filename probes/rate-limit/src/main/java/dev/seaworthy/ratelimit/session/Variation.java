package dev.seaworthy.ratelimit.session;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a request differs from the one whose limit is studied. Immutable.
 *
 * @param name short, unique within a session, e.g. {@code T2@A} or {@code X-Forwarded-For}
 * @param caller whose credential it carries: 0 is the own one, 1 and more are others, {@link #NOBODY} is none
 * @param address from which of the transport's addresses it is sent, 0 being the usual one
 * @param method instead of the usual one, or null
 * @param target path and query as written in the request line instead of the usual ones, or null
 * @param headers added, or put in place of those of the same name
 * @param http10 whether the request line says HTTP/1.0
 */
public record Variation(
        String name,
        int caller,
        int address,
        @Nullable String method,
        @Nullable String target,
        Map<String, String> headers,
        boolean http10) {
    /** The caller who has no credential. */
    public static final int NOBODY = -1;

    /**
     * Stands, in the value of a header, for what follows the scheme in the caller's usual {@code Authorization}, so that no
     * secret is part of a variation.
     */
    public static final String TOKEN = "{token}";

    /** No difference at all. */
    public static final Variation CONTROL = of("control", 0, 0);

    public Variation {
        headers = Map.copyOf(headers);
    }

    /** The usual request of another caller, or from another address. */
    public static Variation of(String name, int caller, int address) {
        return new Variation(name, caller, address, null, null, Map.of(), false);
    }

    /** The own request with a header more, or another value for one. */
    public static Variation header(String name, String field, String value) {
        return new Variation(name, 0, 0, null, null, Map.of(field, value), false);
    }

    /** The own request for another spelling of its path. */
    public static Variation target(String name, String target) {
        return new Variation(name, 0, 0, null, target, Map.of(), false);
    }

    /** The own request with another method. */
    public static Variation method(String method) {
        return new Variation(method, 0, 0, method, null, Map.of(), false);
    }

    /** The own request in HTTP/1.0. */
    public static Variation oldVersion() {
        return new Variation("HTTP/1.0", 0, 0, null, null, Map.of(), true);
    }

    /** Whether it is the request whose limit is studied. */
    public boolean isControl() {
        return equals(CONTROL);
    }
}
