package dev.seaworthy.wire;

import dev.seaworthy.wire.LoadOptions.HttpVersion;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The routes of one engine, each with a small number, so that a loop finds its pool by an index. Thread-safe. */
final class Routes {
    private final Map<Key, Route> known = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    private record Key(Origin origin, HttpVersion version, int connections) {}

    Route of(Origin origin, HttpVersion version, int connections) {
        // Without TLS there is nothing to negotiate with.
        HttpVersion spoken = version == HttpVersion.NEGOTIATED && !origin.tls() ? HttpVersion.HTTP_1_1 : version;
        return known.computeIfAbsent(
                new Key(origin, spoken, connections),
                key -> new Route(count.getAndIncrement(), origin, spoken, connections));
    }
}
