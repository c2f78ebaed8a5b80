package dev.seaworthy.ratelimit.delay;

import dev.seaworthy.ratelimit.session.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Requests sent one after the other, each after the answer to the one before. Immutable. */
final class OneByOne {
    private static final double STEP = 0.02;
    private static final double RISING = 0.6;
    private static final int RISES = 3;

    private static final int LEVEL = 4;
    private static final double LEVEL_SECONDS = 0.015;
    private static final double LEVEL_SHARE = 0.05;
    private static final int CYCLES = 4;

    private final List<Answer> answers;
    private final double[] latencies;
    private final double base;
    private final double threshold;

    /**
     * A run of answers.
     *
     * @param base of everything known
     */
    OneByOne(List<Answer> answers, Base base) {
        this.answers = answers.stream().filter(Answer::admitted).toList();
        this.base = base.seconds();
        latencies = Series.admitted(answers);
        threshold = base.threshold();
    }

    /** Latencies without delay, as far as that is sure: the first one, if it did not wait, and the shortest. */
    double[] bases() {
        return latencies.length > 0 && latencies[0] <= threshold
                ? new double[] {base, latencies[0]}
                : new double[] {base};
    }

    /** How many come before the first that waits. */
    int free() {
        int first = firstSlow();
        return first < 0 ? latencies.length : first;
    }

    /** The usual latency of those that waited, seconds; 0 where none did. */
    double slowLatency() {
        double[] slow = Arrays.stream(latencies).filter(one -> one > threshold).toArray();
        return slow.length == 0 ? 0 : Series.median(slow);
    }

    int slow() {
        return Series.above(latencies, threshold);
    }

    /** Whether more of the same would tell nothing new: a level is reached, or it comes and goes. */
    boolean settled() {
        int size = latencies.length;
        int first = firstSlow();
        if (first < 0 || size - first < LEVEL) {
            return false;
        }
        if (Arrays.stream(latencies, first, size).anyMatch(one -> one <= threshold)) {
            return slow() >= CYCLES;
        }
        double[] last = Arrays.copyOfRange(latencies, size - LEVEL, size);
        double most = Arrays.stream(last).max().orElse(0);
        double least = Arrays.stream(last).min().orElse(0);
        return most - least < Math.max(LEVEL_SECONDS, LEVEL_SHARE * most);
    }

    /** Whether everything is delayed once anything is. */
    boolean staysSlow() {
        int first = firstSlow();
        return first >= 0
                && latencies.length - first >= LEVEL
                && Arrays.stream(latencies, first, latencies.length).allMatch(one -> one > threshold);
    }

    /** After which silence nothing of it is left at the target, seconds; with half as much again as is needed. */
    double restAfter() {
        double longest = Arrays.stream(latencies).max().orElse(0);
        return 1.5 * (staysSlow() ? longest * (firstSlow() + 1) : cycle().orElse(longest));
    }

    /** The time between the ends of delays that come and go. */
    OptionalDouble cycle() {
        List<Double> distances = new ArrayList<>();
        Answer before = null;
        boolean fastBetween = false;
        for (Answer answer : answers) {
            if (answer.latency() <= threshold) {
                fastBetween = true;
                continue;
            }
            if (before != null && fastBetween) {
                distances.add((answer.doneNanos() - before.doneNanos()) / 1e9);
            }
            before = answer;
            fastBetween = false;
        }
        return distances.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Series.median(
                        distances.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /** A delay that grows by count. A queue would be level here, for each request finds it empty. */
    Optional<Pacing.Progressive> progressive() {
        double[] rising = untilItFalls();
        Growth growth = rising.length < RISES + 1 ? null : Growth.of(rising, base);
        if (growth == null || growth.steps() < RISES || growth.step() < STEP) {
            return Optional.empty();
        }
        int steep = 0;
        for (int i = growth.free(); i < growth.level(); i++) {
            steep += rising[i] - (i == 0 ? base : rising[i - 1]) > STEP ? 1 : 0;
        }
        if (steep < RISING * growth.steps()) {
            return Optional.empty();
        }
        return Optional.of(new Pacing.Progressive(growth.free(), growth.step(), growth.cap()));
    }

    /** A window that ends brings the latency back; what follows is another rise. */
    private double[] untilItFalls() {
        int first = firstSlow();
        if (first < 0) {
            return new double[0];
        }
        int end = first + 1;
        while (end < latencies.length && (latencies[end] > threshold || latencies[end] > latencies[end - 1] / 2)) {
            end++;
        }
        return Arrays.copyOf(latencies, end);
    }

    private int firstSlow() {
        for (int i = 0; i < latencies.length; i++) {
            if (latencies[i] > threshold) {
                return i;
            }
        }
        return -1;
    }
}
