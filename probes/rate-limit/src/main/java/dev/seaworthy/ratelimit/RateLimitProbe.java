package dev.seaworthy.ratelimit;

import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.wire.Wire;
import java.util.List;

/** Sends past every declared limit. All checks look at the same trial, which runs when the first of them asks. */
final class RateLimitProbe implements Probe {
    private final Wire wire;
    private final List<Check> checks;

    RateLimitProbe(RateLimitSettings settings, Surroundings surroundings) {
        this.wire = Wire.open(surroundings.reach());
        List<TriedLimit> limits = settings.limits().stream()
                .map(limit -> new TriedLimit(limit, surroundings, wire))
                .toList();
        this.checks = List.of(
                Check.of(Cards.ENFORCED, claim -> Verdicts.over(claim, limits, TriedLimit::enforced, true)),
                Check.of(Cards.AMOUNT, claim -> Verdicts.over(claim, limits, TriedLimit::amount, false)),
                Check.of(Cards.RETRY_AFTER, claim -> Verdicts.over(claim, limits, TriedLimit::retryAfter, false)),
                Check.of(Cards.ISOLATION, claim -> Verdicts.over(claim, limits, TriedLimit::isolation, false)),
                Check.of(Cards.RECOVERS, claim -> Verdicts.over(claim, limits, TriedLimit::recovers, false)));
    }

    @Override
    public String id() {
        return RateLimitProbeFactory.ID;
    }

    @Override
    public List<Check> checks() {
        return checks;
    }

    @Override
    public List<Operation> operations() {
        return List.of();
    }

    @Override
    public void close() {
        wire.close();
    }
}
