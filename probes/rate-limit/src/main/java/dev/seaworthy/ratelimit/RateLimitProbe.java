package dev.seaworthy.ratelimit;

import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.wire.Wire;
import java.time.Duration;
import java.util.List;

/** Sends past every declared limit. All checks look at the same trial, which runs when the first of them asks. */
final class RateLimitProbe implements Probe {
    /** The examination of every limit runs within whichever check is the first to ask. */
    private static final Duration PATIENCE = Duration.ofMinutes(60);

    private final List<Wire> wires;
    private final List<Check> checks;

    RateLimitProbe(RateLimitSettings settings, Surroundings surroundings) {
        this.wires = Addresses.of(surroundings);
        List<TriedLimit> limits = settings.limits().stream()
                .map(limit -> new TriedLimit(limit, surroundings, wires))
                .toList();
        this.checks = List.of(
                Check.of(Cards.ENFORCED, PATIENCE, claim -> Verdicts.over(claim, limits, Judgement::enforced, true)),
                Check.of(Cards.AMOUNT, PATIENCE, claim -> Verdicts.over(claim, limits, Judgement::amount, false)),
                Check.of(
                        Cards.RETRY_AFTER,
                        PATIENCE,
                        claim -> Verdicts.over(claim, limits, Judgement::retryAfter, false)),
                Check.of(Cards.HEADERS, PATIENCE, claim -> Verdicts.over(claim, limits, Judgement::headers, false)),
                Check.of(Cards.ISOLATION, PATIENCE, claim -> Verdicts.over(claim, limits, Judgement::isolation, false)),
                Check.of(Cards.BYPASS, PATIENCE, claim -> Verdicts.over(claim, limits, Judgement::bypass, false)),
                Check.of(Cards.LEAK, PATIENCE, claim -> Verdicts.over(claim, limits, Judgement::leak, false)),
                Check.whileLoaded(Check.of(Cards.UNDER_LOAD, PATIENCE, claim -> Verdicts.underLoad(claim, limits))),
                Check.of(Cards.RECOVERS, PATIENCE, claim -> Verdicts.over(claim, limits, Judgement::recovers, false)));
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
        wires.forEach(Wire::close);
    }
}
