package dev.seaworthy.simulations.injector;

import dev.seaworthy.wire.LoadOptions;
import dev.seaworthy.wire.LoadOptions.HttpVersion;
import java.net.URI;
import java.util.Locale;

/**
 * How the echo is spoken to: like the target, so that the instrument pays for itself what it pays for the load.
 *
 * @param tls whether over TLS
 * @param options how requests travel
 * @param payloadBytes length of an answer's body
 */
public record EchoStack(boolean tls, LoadOptions options, int payloadBytes) {
    /** What an answer weighs, as long as nothing better is known. */
    public static final int USUAL_PAYLOAD = 1024;

    private static final int LARGEST_PAYLOAD = 16 * 1024 * 1024;

    public EchoStack {
        if (payloadBytes < 0 || payloadBytes > LARGEST_PAYLOAD) {
            throw new IllegalArgumentException("an echo of " + payloadBytes + " bytes is not within 0 to 16 MiB");
        }
    }

    /** As {@code target} is spoken to, with answers of the usual length. */
    public static EchoStack like(URI target, LoadOptions options) {
        String scheme = target.getScheme() == null ? "" : target.getScheme().toLowerCase(Locale.ROOT);
        return new EchoStack(scheme.equals("https") || scheme.equals("wss"), options, USUAL_PAYLOAD);
    }

    /** The same with answers of another length. */
    public EchoStack answering(int bytes) {
        return new EchoStack(tls, options, bytes);
    }

    /** Whether a client without TLS begins with HTTP/2 at once. */
    boolean priorKnowledge() {
        return !tls && options.version() == HttpVersion.HTTP_2;
    }

    @Override
    public String toString() {
        return (tls ? "https " : "http ") + options.version();
    }
}
