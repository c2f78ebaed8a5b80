package dev.seaworthy.twin;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The rate limits of {@code /api/**}: one bucket for each caller and policy. Thread-safe. */
final class Limiter {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long LATE_NANOS = 20_000_000L;
    private static final long LOCK_NANOS = 6 * NANOS_PER_SECOND;
    private static final long SHORT_LOCK_NANOS = 400_000_000L;
    private static final String EVERYBODY = "everybody";

    private final TwinSettings settings;
    private final Map<Policy, Rate> rates;
    private final LongSupplier nanos;
    private final Map<Key, Desk> desks = new ConcurrentHashMap<>();
    private final Traffic traffic = new Traffic();

    Limiter(TwinSettings settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
        this.rates = Map.of(
                Policy.GENERAL, new Rate(800, 400),
                Policy.EXECUTE, new Rate(200, 100),
                Policy.SEARCH, settings.has(Fault.LIMIT_HALVED) ? new Rate(10, 5) : new Rate(20, 10));
    }

    /**
     * Counts one request.
     *
     * @param caller the user's id, or the address of a caller without a valid token
     * @return the headers that announce the limit
     * @throws Refusal 429, when the bucket is empty
     */
    Map<String, String> admit(Policy policy, String caller, Call call) {
        Rate rate = rates.getOrDefault(policy, new Rate(0, 0));
        Desk desk = desks.computeIfAbsent(
                new Key(policy, counted(policy, caller, call.headers())),
                key -> new Desk(new TokenBucket(rate.burst, rate.perSecond, nanos.getAsLong())));
        TokenBucket.Grant grant = desk.take(policy, call.connection());
        Map<String, String> headers = Map.of(
                "X-RateLimit-Limit", Integer.toString(rate.burst),
                "X-RateLimit-Remaining", Integer.toString(grant.remaining()));
        boolean opened = traffic.busy(nanos.getAsLong(), policy != Policy.SEARCH)
                && settings.has(Fault.LIMIT_OPENS)
                && policy == Policy.SEARCH;
        if (grant.granted() || opened || settings.has(Fault.LIMITER_UNMOUNTED)) {
            return headers;
        }
        boolean early = settings.has(Fault.RETRY_AFTER_EARLY);
        long seconds = early
                ? grant.waitNanos() / NANOS_PER_SECOND
                : Math.max(1, (grant.waitNanos() + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND);
        throw Refusal.limited(headers, seconds);
    }

    /** Whose requests are counted together. */
    private String counted(Policy policy, String caller, HttpHeaders request) {
        if (policy != Policy.SEARCH) {
            return caller;
        }
        if (settings.has(Fault.LIMIT_SHARED)) {
            return EVERYBODY;
        }
        String forwarded = request.get("X-Forwarded-For");
        return settings.has(Fault.LIMIT_BY_FORWARDED) && forwarded != null ? forwarded : caller;
    }

    /** Which bucket a route draws from. */
    enum Policy {
        /** Outside {@code /api}: no limit. */
        NONE,
        /** Burst 800, 400 a second. */
        GENERAL,
        /** {@code POST /api/agents/execute}: burst 200, 100 a second. */
        EXECUTE,
        /** {@code GET /api/search}: burst 20, 10 a second. */
        SEARCH
    }

    private record Rate(int burst, double perSecond) {}

    private record Key(Policy policy, String caller) {}

    /** One bucket, and what its faults need to know of the past. */
    private final class Desk {
        private final TokenBucket bucket;
        private final Deque<Take> recent = new ArrayDeque<>();
        private long lockedUntil;

        Desk(TokenBucket bucket) {
            this.bucket = bucket;
            this.lockedUntil = nanos.getAsLong();
        }

        synchronized TokenBucket.Grant take(Policy policy, String connection) {
            long now = nanos.getAsLong();
            if (policy == Policy.SEARCH && now - lockedUntil < 0) {
                return new TokenBucket.Grant(false, 0, lockedUntil - now);
            }
            boolean racy = policy == Policy.SEARCH && settings.has(Fault.LIMIT_RACY);
            TokenBucket.Grant grant = bucket.take(now, racy ? unheardOf(connection, now) : 0);
            if (racy && grant.granted()) {
                recent.add(new Take(connection, now));
            }
            if (!grant.granted() && settings.has(Fault.LIMIT_LOCKS)) {
                lockedUntil = now + LOCK_NANOS;
            } else if (!grant.granted() && settings.has(Fault.RETRY_AFTER_EARLY)) {
                lockedUntil = now + SHORT_LOCK_NANOS;
            }
            return grant;
        }

        /** Takes over other connections that are not known yet over this one. */
        private int unheardOf(String connection, long now) {
            recent.removeIf(take -> now - take.nanos >= LATE_NANOS);
            return (int) recent.stream()
                    .filter(take -> !take.connection.equals(connection))
                    .count();
        }
    }

    /** How many requests came within the last second. */
    private static final class Traffic {
        private static final int BUSY = 30;

        private final Deque<Long> lately = new ArrayDeque<>();

        /** Whether many came lately; counts this one if it is to be counted. */
        synchronized boolean busy(long now, boolean counts) {
            if (counts) {
                lately.add(now);
            }
            while (!lately.isEmpty() && now - lately.peek() > NANOS_PER_SECOND) {
                lately.remove();
            }
            return lately.size() > BUSY;
        }
    }

    private record Take(String connection, long nanos) {}
}
