package dev.seaworthy.twin;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The rate limits of {@code /api/**}: one bucket for each caller and policy. Thread-safe. */
final class Limiter {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Map<Policy, Rate> rates;
    private final boolean mounted;
    private final LongSupplier nanos;
    private final Map<Key, TokenBucket> buckets = new ConcurrentHashMap<>();

    Limiter(TwinSettings settings, LongSupplier nanos) {
        this.mounted = !settings.has(Fault.LIMITER_UNMOUNTED);
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
    Map<String, String> admit(Policy policy, String caller) {
        Rate rate = rates.getOrDefault(policy, new Rate(0, 0));
        TokenBucket bucket = buckets.computeIfAbsent(
                new Key(policy, caller), key -> new TokenBucket(rate.burst, rate.perSecond, nanos.getAsLong()));
        TokenBucket.Grant grant = bucket.take(nanos.getAsLong());
        Map<String, String> headers = Map.of(
                "X-RateLimit-Limit", Integer.toString(rate.burst),
                "X-RateLimit-Remaining", Integer.toString(grant.remaining()));
        if (grant.granted() || !mounted) {
            return headers;
        }
        long seconds = Math.max(1, (grant.waitNanos() + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND);
        throw Refusal.limited(headers, seconds);
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
}
