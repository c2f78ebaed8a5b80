package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.session.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a log says about the limiter. Pure and deterministic: the same seed and the same rounds give the same belief, so
 * that a verdict can be drawn again from a stored log. Not thread-safe.
 */
final class Inference {
    private static final int ROUNDS_BEFORE_TIERS = 3;
    private static final double ACCEPTED = 0.95;

    private final long seed;
    private final double epoch;
    private final long origin;
    private final List<Entry> log = new ArrayList<>();
    private final List<LimiterClass> kinds = new ArrayList<>(Belief.SINGLE);
    private Map<LimiterClass, ClassFit> fits = new EnumMap<>(LimiterClass.class);
    private @Nullable Belief belief;
    private @Nullable Validation validation;
    private @Nullable Ranges ranges;
    private int rounds;
    private int validations;
    private int cleanInARow;
    private @Nullable LimiterClass lastValidated;

    /**
     * An inference that has seen nothing.
     *
     * @param begun the wall clock at the first request
     * @param origin the instant of the first request on the clock of the answers
     */
    Inference(long seed, Instant begun, long origin) {
        this.seed = seed;
        this.epoch = begun.getEpochSecond() + begun.getNano() / 1e9;
        this.origin = origin;
    }

    /** Takes in one round; one for validation is predicted by what was believed before, and then fitted as well. */
    void absorb(List<Entry> round) {
        boolean validating = round.stream().anyMatch(entry -> entry.label().equals(Inquiry.DRAIN));
        int from = validating && belief != null ? belief.seen().size : 0;
        log.addAll(round);
        rounds++;
        Observations seen = Observations.of(log, origin);
        if (validating && belief != null) {
            validation = Validation.of(belief, seen, from);
            validations++;
            boolean again = validation.kind() == lastValidated;
            cleanInARow = validation.mispredicted() > 0 ? 0 : again ? cleanInARow + 1 : 1;
            lastValidated = validation.kind();
        }
        if (seen.refused() == 0) {
            return;
        }
        considerTiers();
        belief = Belief.after(new Clues(seen, epoch), kinds, fits, seed + 7919L * rounds);
        fits = belief.byClass();
        ranges = null;
    }

    /** Two limits are considered only where one does not explain what was seen: two explain nearly everything. */
    private void considerTiers() {
        if (belief == null || tiers()) {
            return;
        }
        int misfits = belief.fits().stream()
                .mapToInt(fit -> fit.best().misfits())
                .min()
                .orElse(0);
        boolean refuted = validation != null && !(accepted() && misfits == 0);
        boolean many = rounds >= ROUNDS_BEFORE_TIERS && misfits > Math.max(1, 0.01 * belief.seen().size);
        if (many || (refuted && misfits > 0)) {
            kinds.add(LimiterClass.AND);
            kinds.add(LimiterClass.OR);
        }
    }

    /** Whether two limits are considered. */
    boolean tiers() {
        return kinds.size() > Belief.SINGLE.size();
    }

    /** What is believed; only after a refusal was seen. */
    Belief belief() {
        return Objects.requireNonNull(belief, "nothing was refused yet");
    }

    boolean sawRefusal() {
        return belief != null;
    }

    @Nullable
    Validation validation() {
        return validation;
    }

    int validations() {
        return validations;
    }

    /** All that was taken in. */
    Observations seen() {
        return Observations.of(log, origin);
    }

    /** Whether the last validation left the class standing. */
    boolean accepted() {
        return validation != null
                && belief != null
                && belief.top().kind() == validation.kind()
                && belief.confidence() > ACCEPTED
                && validation.passed();
    }

    /** Whether the class is beyond doubt and its predictions were right, but a parameter is known only to a range. */
    boolean lacksOnlyPrecision() {
        return belief != null
                && validation != null
                && accepted()
                && Confidence.foretells(belief, validation, cleanInARow)
                && !ranges().narrow(belief.top().kind());
    }

    Confidence confidence() {
        return belief == null
                ? Confidence.NO_MODEL
                : Confidence.of(belief, validation, accepted() ? cleanInARow : -1, ranges());
    }

    /** Between what bounds the parameters of the best candidate lie. */
    Ranges ranges() {
        Ranges known = ranges;
        if (known == null) {
            known = Ranges.of(belief(), new Clues(belief().seen(), epoch), seed + rounds);
            ranges = known;
        }
        return known;
    }
}
