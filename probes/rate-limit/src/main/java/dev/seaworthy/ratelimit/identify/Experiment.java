package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.LimiterState;
import dev.seaworthy.ratelimit.session.Step;
import java.util.List;

/** Requests and silences whose outcomes candidates predict. */
record Experiment(List<Step> steps) {
    private static final double COUNTS_ALIKE = 0.06;

    Experiment(Step... steps) {
        this(List.of(steps));
    }

    /** What a candidate foretells. */
    record Forecast(long signature, double seconds, int requests) {}

    /**
     * Runs a candidate through this experiment.
     *
     * @param state at the beginning; it is changed
     * @param now when it begins
     * @param roundTrip seconds
     */
    Forecast forecast(LimiterState state, double now, double roundTrip) {
        double t = now;
        long signature = 17;
        int requests = 0;
        for (Step step : steps) {
            t += step.silence();
            int sent = 0;
            int admitted = 0;
            int refusedInARow = 0;
            while (sent < step.requests() && refusedInARow < step.refusals()) {
                int volley = Math.min(step.parallel(), step.requests() - sent);
                for (int i = 0; i < volley; i++) {
                    boolean let = state.decide(t + roundTrip / 2);
                    admitted += let ? 1 : 0;
                    refusedInARow = let ? 0 : refusedInARow + 1;
                }
                sent += volley;
                t += roundTrip;
            }
            requests += sent;
            signature = 1_000_003 * signature + bin(admitted);
        }
        return new Forecast(signature, t - now, requests);
    }

    private static long bin(int admitted) {
        return admitted <= 3 ? admitted : 3 + Math.round(Math.log(admitted / 3.0) / COUNTS_ALIKE);
    }
}
