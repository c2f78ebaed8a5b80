package dev.seaworthy.ratelimit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The settings under {@code probes.rate-limit}.
 *
 * @param limits what is declared; at least one, each tried on its own
 */
public record RateLimitSettings(List<DeclaredLimit> limits) {
    public RateLimitSettings {
        limits = limits == null ? List.of() : List.copyOf(limits);
        if (limits.isEmpty()) {
            throw new IllegalArgumentException(
                    "rate-limit declares no limit; leave the probe out, or name one under limits");
        }
        Set<String> names = new HashSet<>();
        for (DeclaredLimit limit : limits) {
            if (!names.add(limit.name())) {
                throw new IllegalArgumentException("rate-limit declares the limit " + limit.name() + " twice");
            }
        }
    }
}
