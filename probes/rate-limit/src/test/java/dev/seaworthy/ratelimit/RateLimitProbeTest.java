package dev.seaworthy.ratelimit;

import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.testkit.ProbeContract;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class RateLimitProbeTest extends ProbeContract<RateLimitSettings> {
    @Override
    protected ProbeFactory<RateLimitSettings> factory() {
        return new RateLimitProbeFactory();
    }

    @Override
    protected Map<String, Set<String>> faults() {
        return Map.of(
                "limiter-unmounted", Set.of("rate-limit.enforced"),
                "limit-halved", Set.of("rate-limit.amount"),
                "limit-shared", Set.of("rate-limit.isolation"),
                "limit-by-forwarded", Set.of("rate-limit.bypass"),
                "limit-locks", Set.of("rate-limit.amount", "rate-limit.recovers"),
                "limit-opens", Set.of(),
                "retry-after-early", Set.of("rate-limit.retry-after"));
    }
}
