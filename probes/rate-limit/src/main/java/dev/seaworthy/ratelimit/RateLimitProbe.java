package dev.seaworthy.ratelimit;

import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Moment;
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
                check(Cards.ENFORCED, claim -> Verdicts.whole(claim, limits, Judgement::enforced)),
                check(Cards.AMOUNT, claim -> Verdicts.over(claim, limits, Judgement::amount)),
                check(Cards.RETRY_AFTER, claim -> Verdicts.over(claim, limits, Judgement::retryAfter)),
                check(Cards.HEADERS, claim -> Verdicts.over(claim, limits, Judgement::headers)),
                check(Cards.ISOLATION, claim -> Verdicts.over(claim, limits, Judgement::isolation)),
                check(Cards.BYPASS, claim -> Verdicts.over(claim, limits, Judgement::bypass)),
                check(Cards.LEAK, claim -> Verdicts.over(claim, limits, Judgement::leak)),
                Check.at(Moment.UNDER_LOAD, check(Cards.UNDER_LOAD, claim -> Verdicts.underLoad(claim, limits))),
                check(Cards.RECOVERS, claim -> Verdicts.over(claim, limits, Judgement::recovers)));
    }

    private static Check check(CheckCard card, Check.Body body) {
        return Check.of(card, PATIENCE, body);
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
