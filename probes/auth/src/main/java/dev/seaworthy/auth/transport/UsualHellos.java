package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Survey;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.wire.TlsHello;
import dev.seaworthy.wire.TlsReply;
import dev.seaworthy.wire.TlsVersion;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What each TLS origin answers to a client of today, and to one that stops at TLS 1.2 and asks for compression: the control
 * of every TLS check, and all that those need which only look at what was said.
 *
 * @param replies by origin
 */
record UsualHellos(Map<URI, Pair> replies) implements Survey {
    /** The two replies of one origin. */
    record Pair(TlsReply modern, TlsReply upTo12) {
        List<Exchange> exchanges() {
            return List.of(modern.exchange(), upTo12.exchange());
        }
    }

    static UsualHellos measure(Bench bench) throws InterruptedException {
        Map<URI, Pair> replies = new LinkedHashMap<>();
        for (URI origin : origins(bench)) {
            TlsReply modern =
                    send(bench, origin, TlsHello.usual(serverName(origin)).with(TlsHello.Extra.OCSP));
            // Who says nothing to the first is not waited for a second time.
            boolean spoke = modern.agreed() || modern.declined();
            TlsReply old = !spoke
                    ? modern
                    : send(
                            bench,
                            origin,
                            TlsHello.of(TlsVersion.TLS_1_2, serverName(origin)).with(TlsHello.Extra.DEFLATE));
            replies.put(origin, new Pair(modern, old));
        }
        return new UsualHellos(replies);
    }

    /** The origins of the contract that speak TLS, each once. */
    static List<URI> origins(Bench bench) {
        List<URI> origins = new ArrayList<>();
        for (URI target : bench.targets().all()) {
            String scheme = target.getScheme().toLowerCase(Locale.ROOT);
            if (scheme.equals("https") || scheme.equals("wss")) {
                int port = target.getPort() == -1 ? 443 : target.getPort();
                URI origin = URI.create("https://" + target.getHost().toLowerCase(Locale.ROOT) + ":" + port);
                if (!origins.contains(origin)) {
                    origins.add(origin);
                }
            }
        }
        return origins;
    }

    /** What is sent as server_name: nothing for an address (RFC 6066 section 3). */
    static @Nullable String serverName(URI origin) {
        String host = origin.getHost();
        return host.startsWith("[") || host.matches("[0-9.]+") ? null : host;
    }

    static TlsReply send(Bench bench, URI origin, TlsHello hello) throws InterruptedException {
        return await(bench.wire().hello(origin, hello));
    }

    static <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("this never completes exceptionally", e);
        }
    }

    @Override
    public boolean isComplete() {
        return replies.values().stream()
                .allMatch(pair -> pair.modern().agreed() || pair.upTo12().agreed());
    }
}
