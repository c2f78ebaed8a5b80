package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.session.Frontier;
import dev.seaworthy.ratelimit.verdict.Numbers;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.Comparator;
import java.util.Map;

/** What was identified, in a few lines: what it allows first, how sure that is second, what is wrong with it third. */
final class ModelText {

    private final Identification done;
    private final Inference inference;
    private Section section = new Section();

    ModelText(Identification done) {
        this.done = done;
        this.inference = done.inference();
    }

    void into(Section into) {
        section = into;
        if (done.enforced()) {
            model(inference.belief());
            scope();
        }
    }

    private void model(Belief belief) {
        Confidence confidence = inference.confidence();
        boolean named = confidence == Confidence.HIGH || confidence == Confidence.MEDIUM;
        String what = allowance(belief.best().limiter());
        line(
                "ENFORCED",
                named
                        ? what + "  (" + belief.top().kind().label() + "; confidence " + confidence + ")"
                        : "yes, but not identified: confidence " + confidence + ". Best of those considered: " + what);
        Validation validation = inference.validation();
        if (validation == null) {
            line(
                    "Evidence",
                    belief.best().misfits() + " of " + belief.seen().size
                            + " outcomes unexplained; nothing was predicted in advance");
        } else {
            line(
                    "Evidence",
                    validation.outcomes() + " outcomes predicted in advance, " + validation.mispredicted() + " wrong"
                            + runnerUp(validation) + "; " + belief.best().misfits() + " of " + belief.seen().size
                            + " outcomes unexplained");
        }
    }

    private static String runnerUp(Validation validation) {
        return validation.runnerUps().entrySet().stream()
                .max(Comparator.comparing((Map.Entry<LimiterClass, Integer> other) -> other.getValue()))
                .map(other -> " (" + other.getKey().label() + " would have got " + other.getValue() + " wrong)")
                .orElse("");
    }

    private String allowance(Limiter limiter) {
        Map<String, Double> parameters = Parameters.of(limiter);
        if (limiter.kind().composite()) {
            return tier(parameters, "first.")
                    + (limiter.kind() == LimiterClass.AND ? " AND " : " OR ")
                    + tier(parameters, "second.");
        }
        return tier(parameters, "");
    }

    private String tier(Map<String, Double> parameters, String tier) {
        if (parameters.containsKey(tier + Parameters.QUOTA)) {
            String window = number(parameters, tier + Parameters.QUOTA) + " requests per "
                    + number(parameters, tier + Parameters.WINDOW) + " s";
            return parameters.containsKey(tier + Parameters.BLOCK)
                    ? window + ", then blocked for " + number(parameters, tier + Parameters.BLOCK) + " s"
                    : window;
        }
        String burst = "bursts of " + number(parameters, tier + Parameters.CAPACITY) + ", refilled ";
        return parameters.containsKey(tier + Parameters.RATE)
                ? burst + "at " + number(parameters, tier + Parameters.RATE) + "/s"
                : burst + number(parameters, tier + Parameters.LUMP) + " every "
                        + number(parameters, tier + Parameters.INTERVAL) + " s";
    }

    /** One number only where it is known to one. */
    private String number(Map<String, Double> parameters, String name) {
        Ranges known = inference.ranges();
        double[] bound = known.bounds().get(name);
        return bound == null || known.width(name) <= Ranges.NARROW
                ? Numbers.text(parameters.getOrDefault(name, Double.NaN))
                : Numbers.text(bound[0]) + " to " + Numbers.text(bound[1]);
    }

    /** What was seen bounds what is claimed: a slower limit behind this one may be there. */
    private void scope() {
        Frontier.Point last = Frontier.of(done.journal()).last();
        line(
                "Scope",
                "seen over " + last.admitted() + " admitted requests in " + Numbers.text(last.seconds())
                        + " s; a limit above that would not have shown. One key, one path");
    }

    private void line(String title, String content) {
        section.line(title, content);
    }
}
