package dev.seaworthy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.config.ContractComplaint;
import dev.seaworthy.config.LoadPhase;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The contract that a command line with a URL stands for. It is read as any other is, so that every rule on contracts
 * holds for it: hosts, secrets, rates and budget.
 */
final class UrlContract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PHASE = "load";
    private static final long NO_BUDGET = 1_000_000_000_000L;
    private static final int MOST_CONNECTIONS = 5_000;

    private final LoadTarget.Url url;
    private final LoadShapeOptions.Chosen load;
    private final LoadRequestOptions request;
    private final LoadGoalOptions goals;

    UrlContract(LoadTarget.Url url, LoadShapeOptions.Chosen load, LoadRequestOptions request, LoadGoalOptions goals) {
        this.url = url;
        this.load = load;
        this.request = request;
        this.goals = goals;
    }

    /** The contract as text: JSON, which is YAML. */
    String text() {
        String name = request.method().toLowerCase(Locale.ROOT);
        ObjectNode root = JSON.createObjectNode();
        root.put("environment", PHASE);
        root.put("description", request.method() + " " + url);
        root.putObject("targets").put("http", url.origin());
        operation(root.putObject("operations").putObject(name));
        if (!load.warmUp().isZero()) {
            var unused = phase(root, RunPlan.WARM_UP, "http." + name, load.gentle(), load.warmUp());
        }
        phase(root, PHASE, "http." + name, load.shape(), load.window())
                .put("arrivals", load.spacing().name().toLowerCase(Locale.ROOT));
        for (LoadGoalOptions.Latency latency : goals.latencies()) {
            objective(root, name).put("quantile", latency.quantile()).put("at-most", text(latency.atMost()));
        }
        objective(root, name).put("error-ratio", goals.errorRatio());
        rails(root.putObject("rails"));
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON cannot be written", e);
        }
    }

    private void operation(ObjectNode operation) {
        operation.put("method", request.method());
        operation.put("path", url.path());
        ObjectNode headers = operation.putObject("headers");
        request.headers().forEach(headers::put);
        String body = request.body();
        if (body != null) {
            operation.put("body", body);
        }
        var expect = operation.putArray("expect");
        request.expect().forEach(expect::add);
        if (request.http().matches("[0-9]+(\\.[0-9]+)?")) {
            operation.put("http", new BigDecimal(request.http()));
        } else {
            operation.put("http", request.http());
        }
        Integer connections = request.connections();
        if (connections != null) {
            operation.put("connections", connections);
        }
        operation.put("redirects", request.redirects());
    }

    private static ObjectNode phase(
            ObjectNode root, String name, String scenario, LoadPhase.Shape shape, Duration window) {
        ObjectNode phase = root.withArray("load").addObject();
        phase.put("name", name).put("scenario", scenario).put("for", text(window));
        if (shape instanceof LoadPhase.Shape.Open open) {
            phase.put("open", rate(open.perSecond()));
        } else if (shape instanceof LoadPhase.Shape.Ramp ramp) {
            phase.putObject("ramp").put("from", rate(ramp.fromPerSecond())).put("to", rate(ramp.toPerSecond()));
        } else {
            phase.put("closed", ((LoadPhase.Shape.Closed) shape).users());
        }
        return phase;
    }

    private static ObjectNode objective(ObjectNode root, String name) {
        return root.withArray("objectives")
                .addObject()
                .put("operation", "http." + name)
                .put("phase", PHASE);
    }

    /** As wide as the command line needs, and no wider. */
    private void rails(ObjectNode rails) {
        // Random arrivals are a few more, or a few less.
        double turns =
                1.2 * load.maxPerSecond() * load.window().plus(load.warmUp()).toMillis() / 1e3 + 1000;
        int users = load.shape() instanceof LoadPhase.Shape.Closed closed ? closed.users() : MOST_CONNECTIONS;
        rails.put("max-rate", rate(load.maxPerSecond()));
        rails.put("max-requests", (long) Math.min(NO_BUDGET, Math.ceil(turns * (1 + request.redirects()))));
        rails.put("max-connections", users);
        rails.put("answer-timeout", request.timeout());
    }

    /** A complaint about this contract, as one about the command line: the user has never seen the contract. */
    static String said(List<ContractComplaint> complaints) {
        ContractComplaint first = complaints.get(0);
        String more = complaints.size() == 1 ? "" : " (and " + (complaints.size() - 1) + " more)";
        return option(first.key()) + first.message() + more;
    }

    private static String option(String key) {
        Map<String, String> options = Map.of(
                "method", "--method: ",
                "body", "--body: ",
                "expect", "--expect: ",
                "http", "--http: ",
                "connections", "--connections: ",
                "redirects", "--follow: ");
        if (key.startsWith("operations.")) {
            String[] steps = key.replaceAll("\\[\\d+]", "").split("\\.", 4);
            if (steps.length == 4 && steps[2].equals("headers")) {
                return "--header " + steps[3] + ": ";
            }
            return steps.length > 2 ? options.getOrDefault(steps[2], "the URL: ") : "";
        }
        if (key.startsWith("load")) {
            return key.contains("closed") ? "--users: " : key.contains("ramp") ? "--ramp: " : "--rate: ";
        }
        if (key.startsWith("rails")) {
            return key.contains("timeout") ? "--timeout: " : "";
        }
        return key.startsWith("objectives") ? "--objective: " : key.startsWith("targets") ? "the URL: " : "";
    }

    private static String rate(double perSecond) {
        return BigDecimal.valueOf(perSecond)
                        .setScale(9, java.math.RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + "/s";
    }

    private static String text(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), 6).stripTrailingZeros().toPlainString() + "ms";
    }
}
