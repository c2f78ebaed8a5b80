package dev.seaworthy.testkit;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Seeded random cases for invariants.
 *
 * <p>Every case has a seed of its own and names it when it fails; {@code -Dseaworthy.seed=<seed>} then runs that case
 * alone. Without the property the seeds are fixed, so that a build is repeatable.
 */
public final class Trials {
    /** The system property that replays one case. */
    public static final String SEED_PROPERTY = "seaworthy.seed";

    private static final long FIRST_SEED = 20_260_101L;

    private Trials() {}

    /** A stream of {@code count} cases, for a parameterised test; of one, when a seed is given for replay. */
    public static Stream<Trial> seeded(int count) {
        Long replayed = Long.getLong(SEED_PROPERTY);
        if (replayed != null) {
            return Stream.of(new Trial(0, replayed));
        }
        SplittableRandom seeds = new SplittableRandom(FIRST_SEED);
        long[] all = seeds.longs(count).toArray();
        return IntStream.range(0, count).mapToObj(number -> new Trial(number, all[number]));
    }

    /** Runs {@code body} on {@code count} cases; a failure is thrown again with the seed that repeats it. */
    public static void seeded(int count, Body body) {
        seeded(count).forEach(trial -> {
            try {
                body.on(trial.random());
            } catch (Exception | AssertionError e) {
                throw new AssertionError(trial + ": " + e.getMessage(), e);
            }
        });
    }

    /** One case. */
    public record Trial(int number, long seed) {
        /** A new source of randomness, the same for every call. */
        public Random random() {
            return new Random(seed);
        }

        @Override
        public String toString() {
            return "trial " + number + " (repeat with -D" + SEED_PROPERTY + "=" + seed + ")";
        }
    }

    /** What is tried. */
    @FunctionalInterface
    public interface Body {
        /** Tries one case; throws when the invariant does not hold. */
        void on(Random random) throws Exception;
    }
}
