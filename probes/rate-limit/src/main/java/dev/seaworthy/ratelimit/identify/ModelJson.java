package dev.seaworthy.ratelimit.identify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.ratelimit.model.FixedGrid;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.model.Weighted;
import dev.seaworthy.ratelimit.verdict.Numbers;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was identified, as JSON. */
final class ModelJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Identification done;
    private final Inference inference;

    ModelJson(Identification done) {
        this.done = done;
        this.inference = done.inference();
    }

    void into(Section section) {
        ObjectNode json = section.json();
        json.set("model", inference.sawRefusal() ? model(inference.belief()) : null);
    }

    private ObjectNode model(Belief belief) {
        Confidence confidence = inference.confidence();
        LimiterClass kind = belief.top().kind();
        Limiter best = belief.best().limiter();
        boolean named = confidence == Confidence.HIGH || confidence == Confidence.MEDIUM;
        ObjectNode model = JSON.createObjectNode();
        model.put("class", named ? kind.name() : null);
        model.put("label", named ? kind.label() : null);
        model.put("bestCandidate", kind.name());
        ObjectNode params = model.putObject("params");
        ObjectNode ranges = model.putObject("ranges");
        Ranges known = inference.ranges();
        Parameters.of(best).forEach((name, value) -> {
            if (known.width(name) <= Ranges.NARROW) {
                params.put(name, rounded(value));
            }
            double[] bound = known.bounds().getOrDefault(name, new double[] {value, value});
            ranges.putArray(name).add(rounded(bound[0])).add(rounded(bound[1]));
        });
        model.set("phase", phase(best));
        model.put("countsRejected", kind.countsRefused());
        model.put("posterior", rounded(belief.confidence()));
        if (belief.fits().size() > 1) {
            model.putObject("runnerUp")
                    .put("class", belief.fits().get(1).kind().name())
                    .put("posterior", rounded(belief.probabilities()[1]));
        }
        model.put("unexplained", belief.best().misfits());
        model.put("observations", belief.seen().size);
        model.set("validation", validation(inference.validation()));
        model.put("confidence", confidence.name());
        return model;
    }

    private @Nullable ObjectNode phase(Limiter best) {
        double phase;
        double window;
        if (best instanceof FixedGrid grid) {
            phase = grid.phase();
            window = grid.window();
        } else if (best instanceof Weighted counter && !counter.anchored()) {
            phase = counter.phase();
            window = counter.window();
        } else {
            return null;
        }
        double epoch =
                done.journal().begun().getEpochSecond() + done.journal().begun().getNano() / 1e9;
        double onClock = (epoch % window + phase) % window;
        double off = Math.min(onClock, window - onClock);
        return JSON.createObjectNode()
                .put("wallClockSeconds", rounded(onClock))
                .put("aligned", off < Math.min(0.02, window / 20));
    }

    private @Nullable ObjectNode validation(@Nullable Validation validation) {
        if (validation == null) {
            return null;
        }
        ObjectNode node = JSON.createObjectNode()
                .put("seed", done.journal().plan().seed())
                .put("class", validation.kind().name())
                .put("outcomes", validation.outcomes())
                .put("mispredicted", validation.mispredicted());
        ObjectNode runnerUps = node.putObject("runnerUps");
        for (Map.Entry<LimiterClass, Integer> other : validation.runnerUps().entrySet()) {
            runnerUps.put(other.getKey().name(), other.getValue());
        }
        return node.put("admittedObserved", validation.admittedObserved())
                .put("admittedPredicted", validation.admittedPredicted());
    }

    private static double rounded(double value) {
        return Numbers.rounded(value);
    }
}
