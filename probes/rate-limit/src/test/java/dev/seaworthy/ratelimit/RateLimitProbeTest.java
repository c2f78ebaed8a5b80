package dev.seaworthy.ratelimit;

import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.testkit.ProbeContract;
import java.util.Map;
import java.util.Set;

class RateLimitProbeTest extends ProbeContract<RateLimitSettings> {
    @Override
    protected ProbeFactory<RateLimitSettings> factory() {
        return new RateLimitProbeFactory();
    }

    @Override
    protected Map<String, Set<String>> faults() {
        return Map.of(
                "limiter-unmounted", Set.of("rate-limit.enforced"),
                "limit-halved", Set.of("rate-limit.amount"));
    }
}
