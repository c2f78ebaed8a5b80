package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.VirtualTarget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Identifies many random limiters of all classes, and keeps the score. */
final class TrialSuite {
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final double CLOSE = 0.03;

    private final Map<LimiterClass, int[]> byClass = new EnumMap<>(LimiterClass.class);
    private final List<Integer> requests = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private int rejected;
    private int rightClass;
    private int right;
    private int high;
    private int wrongHigh;
    private int unseen;

    /** Runs limiters {@code from} to {@code to} of a fixed sequence; classes take turns. */
    static TrialSuite run(int from, int to) throws InterruptedException {
        TrialSuite suite = new TrialSuite();
        for (int number = from; number < to; number++) {
            suite.one(number);
        }
        return suite;
    }

    private void one(int number) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(20_260_101L + 1_000_003L * number);
        LimiterClass kind = LimiterClass.values()[number % LimiterClass.values().length];
        RandomLimiter truth = RandomLimiter.of(kind, random);
        double roundTrip = 0.001 * Math.pow(80, random.nextDouble());
        double jitter = roundTrip * (random.nextBoolean() ? 0.02 : 0.15);
        VirtualTarget target = new VirtualTarget(
                Instant.ofEpochMilli(START + random.nextLong(1_000_000)),
                truth.limiter(),
                roundTrip,
                jitter,
                random.nextLong());
        Identification done = new Inquiry(target, Plan.usual(number + 1L).lasting(Plan.LONGEST)).run();
        score(number, truth, done, roundTrip);
        requests.add(done.seen().size);
    }

    private void score(int number, RandomLimiter truth, Identification done, double roundTrip) {
        int[] score = byClass.computeIfAbsent(truth.kind(), unused -> new int[5]);
        score[0]++;
        if (!done.enforced()) {
            unseen++;
            remarks.add("#" + number + " " + truth.kind() + " " + truth.truth() + " never refused");
            return;
        }
        rejected++;
        Belief belief = done.inference().belief();
        boolean sameClass = belief.top().kind() == truth.kind();
        boolean same = sameClass && sameParameters(truth, done.inference());
        boolean sure = done.confidence() == Confidence.HIGH;
        rightClass += sameClass ? 1 : 0;
        right += same ? 1 : 0;
        high += sure ? 1 : 0;
        wrongHigh += sure && !same ? 1 : 0;
        score[1] += sameClass ? 1 : 0;
        score[2] += same ? 1 : 0;
        score[3] += sure ? 1 : 0;
        score[4] += sure && !same ? 1 : 0;
        if (!same) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "#%d %s %s at %.0f ms: %s %s %s, %d unexplained of %d, %s",
                    number,
                    truth.kind(),
                    truth.truth(),
                    1e3 * roundTrip,
                    done.confidence(),
                    belief.top().kind(),
                    Parameters.of(belief.best().limiter()),
                    belief.best().misfits(),
                    belief.seen().size,
                    done.stopped()));
        }
    }

    /** Counts exactly; measures within 3 % where one number is told, within the range where a range is told. */
    private static boolean sameParameters(RandomLimiter truth, Inference inference) {
        Map<String, Double> found = Parameters.of(inference.belief().best().limiter());
        Ranges ranges = inference.ranges();
        return truth.truth().entrySet().stream().allMatch(parameter -> {
            String name = parameter.getKey();
            double value = parameter.getValue();
            double[] bound = ranges.bounds().get(name);
            Double told = found.get(name);
            if (told == null || bound == null) {
                return false;
            }
            if (ranges.width(name) > Ranges.NARROW) {
                return ranges.width(name) < 0.3 && value >= 0.99 * bound[0] && value <= 1.01 * bound[1];
            }
            boolean measure = name.endsWith("Seconds") || name.endsWith("Second");
            return measure ? Math.abs(told / value - 1) <= CLOSE : Math.abs(told - value) < 0.5;
        });
    }

    int rejected() {
        return rejected;
    }

    int rightClass() {
        return rightClass;
    }

    int right() {
        return right;
    }

    int high() {
        return high;
    }

    int wrongHigh() {
        return wrongHigh;
    }

    String report() {
        StringBuilder report = new StringBuilder();
        remarks.forEach(remark -> report.append(remark).append('\n'));
        report.append("class: limiters, class right, parameters too, HIGH, HIGH and wrong\n");
        byClass.forEach((kind, score) ->
                report.append(kind).append(": ").append(Arrays.toString(score)).append('\n'));
        Collections.sort(requests);
        report.append(String.format(
                Locale.ROOT,
                "rejected %d, never refused %d, class right %d, parameters too %d, HIGH %d, HIGH and wrong %d;"
                        + " requests: median %d, 9 of 10 within %d%n",
                rejected,
                unseen,
                rightClass,
                right,
                high,
                wrongHigh,
                requests.get(requests.size() / 2),
                requests.get(requests.size() * 9 / 10)));
        return report.toString();
    }
}
