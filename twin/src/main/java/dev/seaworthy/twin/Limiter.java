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
    private static final String EVERYBODY = "everybody";

    private final TwinSettings settings;
    private final Map<Policy, Rate> rates;
    private final LongSupplier nanos;
    private final Map<Key, Desk> desks = new ConcurrentHashMap<>();

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
    Map<String, String> admit(Policy policy, String caller, HttpHeaders request) {
        Rate rate = rates.getOrDefault(policy, new Rate(0, 0));
        Desk desk = desks.computeIfAbsent(
                new Key(policy, counted(policy, caller, request)),
                key -> new Desk(new TokenBucket(rate.burst, rate.perSecond, nanos.getAsLong())));
        TokenBucket.Grant grant = desk.take(policy);
        Map<String, String> headers = Map.of(
                "X-RateLimit-Limit", Integer.toString(rate.burst),
                "X-RateLimit-Remaining", Integer.toString(grant.remaining()));
        if (grant.granted() || settings.has(Fault.LIMITER_UNMOUNTED)) {
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
        private final Deque<Long> uncounted = new ArrayDeque<>();
        private long lockedSince;
        private boolean locked;

        Desk(TokenBucket bucket) {
            this.bucket = bucket;
        }

        synchronized TokenBucket.Grant take(Policy policy) {
            long now = nanos.getAsLong();
            if (policy == Policy.SEARCH && settings.has(Fault.LIMIT_RACY)) {
                return racy(now);
            }
            if (locked && now - lockedSince < LOCK_NANOS) {
                return new TokenBucket.Grant(false, 0, NANOS_PER_SECOND);
            }
            TokenBucket.Grant grant = bucket.take(now);
            locked = !grant.granted() && policy == Policy.SEARCH && settings.has(Fault.LIMIT_LOCKS);
            lockedSince = locked ? now : lockedSince;
            return grant;
        }

        /** Looks at the bucket, and takes from it only when others may have looked, too. */
        private TokenBucket.Grant racy(long now) {
            for (Long due = uncounted.peek(); due != null && now - due >= LATE_NANOS; due = uncounted.peek()) {
                uncounted.remove();
                var unused = bucket.take(now);
            }
            TokenBucket.Grant seen = bucket.look(now);
            if (seen.granted()) {
                uncounted.add(now);
            }
            return seen;
        }
    }
}
