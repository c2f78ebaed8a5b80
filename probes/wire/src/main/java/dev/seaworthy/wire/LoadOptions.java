package dev.seaworthy.wire;

/**
 * How a request travels under load. Immutable.
 *
 * @param version which HTTP is spoken
 * @param connectionsPerLoop how many connections to one origin an event loop may have open; a request that finds none
 *     free waits, and its wait is blocked time. At least 1
 * @param redirects how many redirects are followed, inside the allow-list only; 0 takes a redirect as the answer
 * @param keepsBody whether the listener wants the body; otherwise it is read to its end, whatever its length, and dropped
 */
public record LoadOptions(HttpVersion version, int connectionsPerLoop, int redirects, boolean keepsBody) {
    /** HTTP/1.1 on as many connections as there are requests at once; redirects are answers; bodies are dropped. */
    public static final LoadOptions STANDARD = new LoadOptions(HttpVersion.HTTP_1_1, Integer.MAX_VALUE, 0, false);

    public LoadOptions {
        if (connectionsPerLoop < 1) {
            throw new IllegalArgumentException("load over " + connectionsPerLoop + " connections is none");
        }
        if (redirects < 0) {
            throw new IllegalArgumentException("cannot follow " + redirects + " redirects");
        }
    }

    /** Which HTTP is spoken. */
    public enum HttpVersion {
        /** HTTP/1.1 (RFC 9112), one request at a time on a connection. */
        HTTP_1_1,
        /** HTTP/2 (RFC 9113): by ALPN over TLS, with prior knowledge without; a peer that declines is an error. */
        HTTP_2,
        /** What the peer chooses by ALPN over TLS, HTTP/2 first; HTTP/1.1 without TLS. */
        NEGOTIATED
    }

    /** The same over another HTTP. */
    public LoadOptions over(HttpVersion other) {
        return new LoadOptions(other, connectionsPerLoop, redirects, keepsBody);
    }

    /** The same with a limit on connections. */
    public LoadOptions within(int connections) {
        return new LoadOptions(version, connections, redirects, keepsBody);
    }

    /** The same, following redirects. */
    public LoadOptions following(int most) {
        return new LoadOptions(version, connectionsPerLoop, most, keepsBody);
    }

    /** The same, with the body for the listener. */
    public LoadOptions keepingBody() {
        return new LoadOptions(version, connectionsPerLoop, redirects, true);
    }
}
