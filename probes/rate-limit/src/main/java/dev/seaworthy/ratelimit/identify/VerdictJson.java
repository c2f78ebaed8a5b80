package dev.seaworthy.ratelimit.identify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.ratelimit.model.FixedGrid;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.model.Weighted;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The verdict as JSON. What was not tried is null, never left to be read as fine. */
final class VerdictJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STANDARD = 429;

    private final Identification done;
    private final Inference inference;
    private final @Nullable Declared declared;

    VerdictJson(Identification done, @Nullable Declared declared) {
        this.done = done;
        this.inference = done.inference();
        this.declared = declared;
    }

    String text() {
        ObjectNode verdict = JSON.createObjectNode().put("schema", "ratelimit-verdict/1");
        verdict.put("enforced", Comparison.enforced(done, declared));
        verdict.set("rejection", rejection());
        verdict.set("model", inference.sawRefusal() ? model(inference.belief()) : null);
        ArrayNode frontier = verdict.putArray("frontier");
        for (Frontier.Point point : Frontier.of(done.seen()).points()) {
            frontier.addObject().put("seconds", point.seconds()).put("maxAdmitted", point.admitted());
        }
        verdict.set("declared", declared == null ? null : declared(declared));
        verdict.putObject("key").put("scope", "UNKNOWN");
        for (String untried : new String[] {"isolation", "bypass", "leak", "websocket"}) {
            verdict.putNull(untried);
        }
        verdict.set("headers", headers());
        verdict.set("cost", cost());
        verdict.put("stopped", done.stopped().isEmpty() ? null : done.stopped());
        verdict.putObject("evidence").put("seed", done.plan().seed()).put("rttMs", rounded(1e3 * done.seen().base));
        return verdict.toPrettyString();
    }

    private @Nullable ObjectNode rejection() {
        return done.entries().stream()
                .map(Entry::answer)
                .filter(Answer::refused)
                .findFirst()
                .map(answer -> JSON.createObjectNode()
                        .put("kind", "STATUS")
                        .put("status", answer.status())
                        .put("standard", answer.status() == STANDARD))
                .orElse(null);
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
        double epoch = done.begun().getEpochSecond() + done.begun().getNano() / 1e9;
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
                .put("seed", done.plan().seed())
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

    private ObjectNode declared(Declared limit) {
        Comparison comparison = Comparison.of(done, limit);
        ObjectNode node = JSON.createObjectNode()
                .put("source", limit.source())
                .put("quota", limit.quota())
                .put("windowSeconds", limit.windowSeconds())
                .put("result", comparison.result());
        return node.put("detail", comparison.detail());
    }

    private ObjectNode headers() {
        HeaderTruth truth = new HeaderTruth(done.entries(), done.promises(), inference);
        ObjectNode node = JSON.createObjectNode();
        ArrayNode forms = node.putArray("forms");
        truth.forms().forEach(forms::add);
        ArrayNode kept = node.putArray("promisesKept");
        done.promises().stream()
                .filter(check -> check.extra() == 0 && check.admitted())
                .forEach(check -> kept.add(check.field()));
        ArrayNode findings = node.putArray("findings");
        for (HeaderFinding finding : truth.findings()) {
            ObjectNode one = findings.addObject()
                    .put("id", finding.id())
                    .put("field", finding.field())
                    .put("text", finding.text())
                    .put("severity", finding.severity());
            double[] late = finding.late();
            if (late != null) {
                one.put("promised", finding.promised()).put("kept", false);
                one.putArray("lateBySeconds").add(late[0]).add(Double.isNaN(late[1]) ? null : (Double) late[1]);
            }
        }
        return node;
    }

    private ObjectNode cost() {
        Cost cost = Cost.of(done);
        ObjectNode node = JSON.createObjectNode()
                .put("requests", cost.requests())
                .put("rejected", cost.refused())
                .put("seconds", rounded(cost.seconds()));
        node.putObject("budget")
                .put("requests", done.plan().requests())
                .put("seconds", done.plan().seconds());
        return node;
    }

    private static double rounded(double value) {
        return Numbers.rounded(value);
    }
}
