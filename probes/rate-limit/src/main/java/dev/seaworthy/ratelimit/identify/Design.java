package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Blocking;
import dev.seaworthy.ratelimit.model.Either;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LimiterState;
import dev.seaworthy.ratelimit.model.TwoLimits;
import dev.seaworthy.ratelimit.session.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Chooses the requests on whose outcome the candidates that are left disagree most, for the least time. */
final class Design {
    private static final double[] FRACTIONS = {0.3, 0.55, 0.8, 0.97, 1.03, 1.5, 2.1};
    private static final int MOST_SCALES = 14;
    private static final double SCALES_ALIKE = 0.06;
    private static final double PARAMETERS_ALIKE = 0.03;
    private static final double PARAMETERS_ALIKE_FINELY = 0.01;
    private static final double SECONDS_A_REQUEST = 0.05;

    private final Belief belief;
    private final List<Belief.Weighed> sample;
    private final double now;
    private final double roundTrip;
    private final int parallel;
    private final boolean finely;
    private final SplittableRandom random;
    private final List<LimiterState> states = new ArrayList<>();

    /** A choice and what it promises, in nats. */
    record Choice(Experiment experiment, double gain, double seconds, int requests) {}

    /** What an experiment may take. */
    record Bounds(double seconds, int requests, double patience) {}

    /**
     * A design of the next experiment.
     *
     * @param extremes where the class is beyond doubt and its parameters are what is left to learn: what they may be at
     *     the most and at the least; else empty
     */
    Design(Belief belief, double now, int parallel, List<Limiter> extremes, SplittableRandom random) {
        this.belief = belief;
        this.now = now;
        this.parallel = parallel;
        this.finely = !extremes.isEmpty();
        this.random = random;
        roundTrip = Math.max(belief.seen().base, 0.0005);
        sample = new ArrayList<>();
        double share = finely ? 0.5 : 1;
        for (Belief.Weighed weighed : belief.sample(random)) {
            sample.add(new Belief.Weighed(weighed.candidate(), share * weighed.weight()));
        }
        for (Limiter extreme : extremes) {
            sample.add(new Belief.Weighed(
                    Candidate.of(extreme, 0, belief.best().misfits()), (1 - share) / extremes.size()));
        }
        sample.forEach(weighed -> states.add(weighed.candidate().state(belief.seen())));
    }

    /** The experiment with the most information a second; null where none within the bounds tells anything. */
    @Nullable
    Choice choose(Bounds bounds) {
        Choice best = null;
        double bestRate = 0;
        for (Experiment experiment : experiments()) {
            Choice choice = weigh(experiment);
            double rate = choice.gain / (choice.seconds + bounds.patience + SECONDS_A_REQUEST * choice.requests);
            boolean affordable = choice.seconds <= bounds.seconds && choice.requests <= bounds.requests;
            if (affordable && choice.gain > 0.02 && rate > bestRate) {
                best = choice;
                bestRate = rate;
            }
        }
        return best;
    }

    /** How uncertain it still is, nats. */
    double entropy() {
        Map<Long, Double> parameters = new HashMap<>();
        double[] classes = new double[64];
        for (Belief.Weighed weighed : sample) {
            add(weighed, parameters, classes);
        }
        return entropy(parameters, classes, 1);
    }

    private Choice weigh(Experiment experiment) {
        Map<Long, List<Belief.Weighed>> outcomes = new HashMap<>();
        double seconds = 0;
        int requests = 0;
        for (int i = 0; i < sample.size(); i++) {
            Belief.Weighed weighed = sample.get(i);
            Experiment.Forecast forecast = experiment.forecast(states.get(i).copy(), now, roundTrip);
            outcomes.computeIfAbsent(forecast.signature(), unused -> new ArrayList<>())
                    .add(weighed);
            seconds += weighed.weight() * forecast.seconds();
            requests = Math.max(requests, forecast.requests());
        }
        double left = 0;
        for (List<Belief.Weighed> alike : outcomes.values()) {
            Map<Long, Double> parameters = new HashMap<>();
            double[] classes = new double[64];
            double sum = 0;
            for (Belief.Weighed weighed : alike) {
                add(weighed, parameters, classes);
                sum += weighed.weight();
            }
            left += sum * entropy(parameters, classes, sum);
        }
        return new Choice(experiment, entropy() - left, seconds, requests);
    }

    private void add(Belief.Weighed weighed, Map<Long, Double> parameters, double[] classes) {
        Limiter limiter = weighed.candidate().limiter();
        double alike = finely ? PARAMETERS_ALIKE_FINELY : PARAMETERS_ALIKE;
        parameters.merge(Parameters.bin(limiter, alike), weighed.weight(), Double::sum);
        classes[limiter.kind().ordinal()] += weighed.weight();
    }

    private double entropy(Map<Long, Double> parameters, double[] classes, double sum) {
        double ofClasses = 0;
        for (double weight : classes) {
            ofClasses += term(weight / sum);
        }
        double ofParameters = 0;
        for (double weight : parameters.values()) {
            ofParameters += term(weight / sum);
        }
        double lambda = belief.confidence() < 0.97 ? 0.15 : 0.5;
        return ofClasses + lambda * Math.max(0, ofParameters - ofClasses);
    }

    private static double term(double p) {
        return p <= 0 ? 0 : -p * Math.log(p);
    }

    private List<Experiment> experiments() {
        List<Experiment> all = new ArrayList<>();
        int quota = quota();
        Step drain = drain(0, quota);
        for (double scale : scales()) {
            for (double fraction : FRACTIONS) {
                all.add(new Experiment(drain(fraction * scale, quota)));
                all.add(new Experiment(taste(fraction * scale)));
            }
            // What was admitted early ages out alone, or all comes back at once: three requests tell.
            all.add(new Experiment(part(1.1 * scale, 1), drain(0.6 * scale, quota), taste(0.45 * scale)));
            all.add(new Experiment(
                    part(1.1 * scale, quota / 4), drain(0.6 * scale, quota), taste(0.45 * scale), taste(0.3 * scale)));
            for (double rest : new double[] {1.05, 2.1}) {
                all.add(new Experiment(
                        part(rest * scale, quota / 2), drain(scale / 2, quota), drain(0.55 * scale, quota)));
            }
            all.add(new Experiment(part(1.1 * scale, 1), part(0.6 * scale, quota - 1), drain(0.45 * scale, quota)));
            all.add(new Experiment(
                    drain(scale * (2 + random.nextDouble()), quota),
                    drain(0.3 * scale, quota),
                    drain(0.3 * scale, quota)));
            double rest = scale * (1.1 + 0.5 * random.nextDouble());
            all.add(new Experiment(drain(rest, quota), drain(0.15 * scale, quota)));
            all.add(saturation(scale, quota));
        }
        edges(all, List.of(), quota);
        edges(all, List.of(drain), quota);
        spareEdges(all);
        return all;
    }

    /** Drains again and again, to see the slow tier behind a fast one. */
    private Experiment saturation(double scale, int quota) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            steps.add(drain((0.15 + 0.1 * random.nextDouble()) * scale, quota));
        }
        return new Experiment(steps);
    }

    /** Single requests at the times at which the candidates say that the next one is admitted. */
    private void edges(List<Experiment> all, List<Step> before, int quota) {
        List<double[]> times = new ArrayList<>();
        for (int i = 0; i < sample.size(); i++) {
            LimiterState state = states.get(i).copy();
            double begin =
                    now + new Experiment(before).forecast(state, now, roundTrip).seconds();
            double next = nextAdmission(
                    state, begin + roundTrip / 2, sample.get(i).candidate().limiter());
            times.add(new double[] {next - begin - roundTrip / 2, sample.get(i).weight()});
        }
        times.sort((a, b) -> Double.compare(a[0], b[0]));
        for (double[] quantiles : new double[][] {{0.5}, {0.25, 0.5, 0.75}, {0.1, 0.4, 0.6, 0.9}}) {
            List<Step> steps = new ArrayList<>(before);
            double at = 0;
            for (double quantile : quantiles) {
                double wait = between(times, quantile) - at;
                if (wait > 0.002) {
                    steps.add(new Step(wait, 1, 1, 1));
                    at += wait + roundTrip;
                }
            }
            if (steps.size() > before.size()) {
                all.add(new Experiment(List.copyOf(steps)));
                steps.add(drain(0, quota));
                all.add(new Experiment(steps));
            }
        }
    }

    /** Of two limits of which one helps out, the spare one shows only in what exceeds the first: one request more tells. */
    private void spareEdges(List<Experiment> all) {
        List<double[]> times = new ArrayList<>();
        int most = 0;
        for (int i = 0; i < sample.size(); i++) {
            if (sample.get(i).candidate().limiter() instanceof Either either) {
                int beyond = (int) Math.round(either.first().capacity()) + 1;
                most = Math.max(most, beyond);
                double at = returnOf(states.get(i), beyond, either.recovery());
                times.add(new double[] {at, sample.get(i).weight()});
            }
        }
        if (times.isEmpty()) {
            return;
        }
        double sum = times.stream().mapToDouble(time -> time[1]).sum();
        times.forEach(time -> time[1] /= sum);
        times.sort((a, b) -> Double.compare(a[0], b[0]));
        for (double quantile : new double[] {0.2, 0.35, 0.5, 0.65, 0.8}) {
            double wait = between(times, quantile) - roundTrip / 2;
            if (wait > 0) {
                all.add(new Experiment(part(wait, most)));
            }
        }
    }

    /** After what silence so many are admitted at once, seconds. */
    private double returnOf(LimiterState state, int requests, double longest) {
        double low = 0;
        double high = longest;
        for (int i = 0; i < 18 && high - low > 2e-4; i++) {
            double middle = (low + high) / 2;
            LimiterState copy = state.copy();
            int admitted = 0;
            while (admitted < requests && copy.decide(now + middle + roundTrip / 2)) {
                admitted++;
            }
            if (admitted >= requests) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** Half-way between the candidate at this share of the weight and the next later one: there they disagree. */
    private static double between(List<double[]> times, double quantile) {
        double sum = 0;
        for (int i = 0; i < times.size(); i++) {
            sum += times.get(i)[1];
            if (sum >= quantile) {
                for (int j = i + 1; j < times.size(); j++) {
                    if (times.get(j)[0] > times.get(i)[0] + 1e-4) {
                        return (times.get(i)[0] + times.get(j)[0]) / 2;
                    }
                }
                return times.get(i)[0] - 1e-3;
            }
        }
        return times.get(times.size() - 1)[0];
    }

    static double nextAdmission(LimiterState state, double from, Limiter limiter) {
        if (state.admits(from)) {
            return from;
        }
        double low = 0;
        double high = Math.max(1e-3, limiter.pace() / 64);
        while (!state.admits(from + high) && high < 8 * limiter.recovery()) {
            low = high;
            high *= 1.6;
        }
        for (int i = 0; i < 20 && high - low > 2e-4; i++) {
            double middle = (low + high) / 2;
            if (state.admits(from + middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return from + high;
    }

    private Step drain(double silence, int quota) {
        return new Step(silence, quota, 2, parallel);
    }

    private static Step taste(double silence) {
        return new Step(silence, 4, 2, 1);
    }

    private Step part(double silence, int requests) {
        return new Step(silence, Math.max(1, requests), 2, parallel);
    }

    /** More than any candidate that is still possible admits at once. */
    private int quota() {
        double most = 1;
        for (Belief.Weighed weighed : sample) {
            most = Math.max(most, weighed.candidate().limiter().capacity());
        }
        return (int) (1.3 * most) + 5;
    }

    private List<Double> scales() {
        List<Double> scales = new ArrayList<>();
        for (Belief.Weighed weighed : sample) {
            add(weighed.candidate().limiter(), scales);
        }
        return scales;
    }

    private static void add(Limiter limiter, List<Double> scales) {
        if (limiter instanceof TwoLimits two) {
            add(two.leading(), scales);
            add(two.following(), scales);
        } else if (limiter instanceof Blocking blocking) {
            add(blocking.block(), scales);
            add(blocking.window(), scales);
        } else {
            add(limiter.recovery(), scales);
            if (!limiter.kind().bucket() || limiter.pace() > 0.05) {
                add(limiter.pace(), scales);
            }
        }
    }

    private static void add(double scale, List<Double> scales) {
        boolean known = scales.stream().anyMatch(other -> Math.abs(Math.log(other / scale)) < SCALES_ALIKE);
        if (!known && scales.size() < MOST_SCALES) {
            scales.add(scale);
        }
    }
}
