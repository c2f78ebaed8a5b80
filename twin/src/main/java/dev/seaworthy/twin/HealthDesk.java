package dev.seaworthy.twin;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The three health documents. Readiness exercises every dependency for every request. Thread-safe. */
final class HealthDesk {
    static final String SERVICE = "harbour";
    static final String VERSION = "1.0.0";

    private final TwinSettings settings;
    private final Clock clock;
    private final LongSupplier nanos;
    private final List<Dependency> dependencies;
    private final Birth birth;
    private final AtomicReference<@Nullable Answer> frozen = new AtomicReference<>();

    HealthDesk(TwinSettings settings, Clock clock, LongSupplier nanos) {
        this.settings = settings;
        this.clock = clock;
        this.nanos = nanos;
        this.birth = born();
        EventLog analytics = new EventLog();
        if (settings.has(Fault.DEPENDENCY_DOWN)) {
            analytics.close();
        }
        this.dependencies = List.of(new RowStore(), new ValueCache(), analytics);
    }

    void addTo(Router router) {
        router.open(
                "GET",
                "/health",
                request -> Answer.ok(Json.object(
                        "status",
                        "healthy",
                        "service",
                        SERVICE,
                        "version",
                        VERSION,
                        "build",
                        birth().build,
                        "timestamp",
                        clock.instant().toString())));
        router.open(
                "GET",
                "/health/live",
                request -> Answer.ok(Json.object(
                        "status",
                        "alive",
                        "service",
                        SERVICE,
                        "timestamp",
                        clock.instant().toString())));
        router.open("GET", "/health/ready", request -> readiness());
    }

    private Answer readiness() {
        if (!settings.has(Fault.HEALTH_CACHED)) {
            return examine();
        }
        if (frozen.get() == null) {
            // Two who ask at once must not see two first documents.
            frozen.compareAndSet(null, examine());
        }
        return Objects.requireNonNull(frozen.get());
    }

    private Answer examine() {
        Map<String, Object> checks = new LinkedHashMap<>();
        boolean ready = true;
        for (Dependency dependency : dependencies) {
            String failure = failureOf(dependency, checks);
            ready &= failure == null;
        }
        Birth current = birth();
        return Answer.of(
                ready ? 200 : 503,
                Json.object(
                        "status",
                        ready ? "ready" : "unavailable",
                        "service",
                        SERVICE,
                        "version",
                        VERSION,
                        "build",
                        current.build,
                        "started_at",
                        current.startedAt.toString(),
                        "uptime_seconds",
                        millis(Duration.between(current.startedAt, clock.instant())) / 1000,
                        "timestamp",
                        clock.instant().toString(),
                        "checks",
                        checks));
    }

    /** Exercises a dependency and adds its row; what went wrong, or null. */
    private @Nullable String failureOf(Dependency dependency, Map<String, Object> checks) {
        String failure = null;
        long before = nanos.getAsLong();
        try {
            dependency.exercise();
        } catch (IOException e) {
            failure = e.getMessage();
        }
        long elapsed = nanos.getAsLong() - before;
        Map<String, Object> row = Json.object(
                "status",
                failure == null ? "healthy" : "down",
                "connected",
                failure == null,
                "response_time_ms",
                millis(Duration.ofNanos(elapsed)),
                "checked_at",
                clock.instant().toString());
        if (failure != null) {
            row.put("error", failure);
        }
        checks.put(dependency.name(), row);
        return failure;
    }

    private Birth birth() {
        return settings.has(Fault.RESTARTING) ? born() : birth;
    }

    private Birth born() {
        return new Birth(UUID.randomUUID().toString().substring(0, 8), clock.instant());
    }

    private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / 1e3) / 1e3;
    }

    private record Birth(String build, Instant startedAt) {}
}
