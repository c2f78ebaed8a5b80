package dev.seaworthy.health;

import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.testkit.ProbeContract;
import java.util.Map;
import java.util.Set;

class HealthProbeTest extends ProbeContract<HealthSettings> {
    @Override
    protected ProbeFactory<HealthSettings> factory() {
        return new HealthProbeFactory();
    }

    @Override
    protected Map<String, Set<String>> faults() {
        return Map.of(
                "dependency-down", Set.of("health.ready", "health.dependencies"),
                "health-cached", Set.of("health.fresh"),
                "restarting", Set.of("health.build"),
                "slow", Set.of(),
                "login-broken", Set.of(),
                "limiter-unmounted", Set.of());
    }
}
