package dev.seaworthy.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The limit behind a URL, and what is to be found out about it; as options of a command. */
final class RateLimitOptions {
    static final String LIMIT = "limit";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REQUEST = "request";
    private static final String NEIGHBOUR = "neighbour";
    private static final Pattern WINDOW = Pattern.compile("([0-9]{1,9})/([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h)?");
    private static final Pattern BUCKET = Pattern.compile("([0-9]{1,9})@([0-9]+(?:\\.[0-9]+)?)/([smh])");
    private static final int USUAL_REQUESTS = 600;

    @Option(
            names = "--declared",
            paramLabel = "Q/W",
            description =
                    "What the limit is said to be: 15/4s for 15 in a window of 4 s, or 20@10/s for bursts of 20 that are "
                            + "refilled at 10 a second.")
    private @Nullable String declared;

    @Option(
            names = "--identify",
            description = "Identifies the limiter also where what is declared or announced holds.")
    private boolean identify;

    @Option(
            names = "--method",
            paramLabel = "M",
            description = "Default: GET. It is repeated, so it must be safe to repeat.")
    private String method = "GET";

    @Option(
            names = "--header",
            paramLabel = "K:V",
            description = "A header; more than once for more. What sounds secret has to be a reference: "
                    + "'Authorization: Bearer $${env:TOKEN}', $${file:/path} or $${cmd:program arguments}.")
    private List<String> headers = List.of();

    @Option(
            names = "--neighbour",
            paramLabel = "K:V",
            description =
                    "A header of another caller, in place of the own one of that name: shows what the limit is keyed to, "
                            + "and whether others are left alone.")
    private List<String> neighbour = List.of();

    @Option(
            names = "--message",
            paramLabel = "TEXT",
            description =
                    "With a ws or wss URL: the message that is sent; {id} in it is another value each time. Default: ping.")
    private @Nullable String message;

    @Option(names = "--budget", paramLabel = "N", description = "Requests, at most. Default: 600.")
    private @Nullable Integer budget;

    @Option(
            names = "--for",
            paramLabel = "D",
            description = "At most so long, up to 15m. Default: 2m, or 30 declared windows.")
    private @Nullable String time;

    @Option(
            names = "--try",
            paramLabel = "PART",
            split = ",",
            description = "What else to try: headers, key, bypass, leak. Default: all.")
    private List<String> tries = List.of("headers", "key", "bypass", "leak");

    @Option(
            names = "--expect",
            paramLabel = "S",
            split = ",",
            description = "Status codes of an admission. Default: 200.")
    private List<Integer> expect = List.of();

    @Option(
            names = "--refusal",
            paramLabel = "S",
            description = "The status of a refusal. Default: 429, and what else is customary: 503, 403, 420, 509.")
    private @Nullable Integer refusal;

    @Option(
            names = "--refusal-body",
            paramLabel = "TEXT",
            description = "A text that stands in the body of every refusal, whatever its status.")
    private @Nullable String refusalBody;

    /** The options of these that were given. */
    List<String> given() {
        return words().stream().map(word -> word.strip().split(" ", 2)[0]).toList();
    }

    /**
     * The contract that these stand for, as text.
     *
     * @param url for a WebSocket, the same with http
     */
    String contract(LoadTarget.Url url, boolean webSocket) {
        if (message != null && !webSocket) {
            throw new UsageComplaint("--message is for a ws or wss URL");
        }
        ObjectNode root = JSON.createObjectNode();
        root.put("environment", "rate-limit");
        root.put("description", method.toUpperCase(Locale.ROOT) + " " + url);
        ObjectNode targets = root.putObject("targets").put("http", url.origin());
        if (webSocket) {
            targets.put("websocket", "ws" + url.toString().substring("http".length()));
        }
        ObjectNode operations = root.putObject("operations");
        Map<String, String> own = LoadRequestOptions.byName("--header", headers);
        operation(operations.putObject(REQUEST), url, own);
        if (!neighbour.isEmpty()) {
            Map<String, String> theirs = new LinkedHashMap<>(own);
            LoadRequestOptions.byName("--neighbour", neighbour).forEach((name, value) -> {
                theirs.keySet().removeIf(name::equalsIgnoreCase);
                theirs.put(name, value);
            });
            operation(operations.putObject(NEIGHBOUR), url, theirs);
        }
        limit(root.putObject("probes")
                .putObject("rate-limit")
                .putArray("limits")
                .addObject());
        int requests = budget == null ? USUAL_REQUESTS : budget;
        root.putObject("rails").put("max-requests", requests + 10).put("max-connections", 400);
        return root.toString();
    }

    private void operation(ObjectNode operation, LoadTarget.Url url, Map<String, String> fields) {
        operation.put("method", method.toUpperCase(Locale.ROOT)).put("path", url.path());
        ObjectNode given = operation.putObject("headers");
        fields.forEach(given::put);
        ArrayNode right = operation.putArray("expect");
        (expect.isEmpty() ? List.of(200) : expect).forEach(right::add);
    }

    private ObjectNode limit(ObjectNode limit) {
        limit.put("name", LIMIT).put("operation", REQUEST);
        if (declared != null) {
            declare(limit, declared);
        }
        if (!neighbour.isEmpty()) {
            limit.put("neighbour", NEIGHBOUR);
        }
        if (headers.isEmpty()) {
            limit.put("key", "address");
        }
        if (refusal != null) {
            limit.put("refusal", refusal);
        }
        if (refusalBody != null) {
            limit.put("refusal-body", refusalBody);
        }
        limit.put("identify", identify ? "always" : "auto");
        ArrayNode parts = limit.putArray("tries");
        tries.forEach(parts::add);
        limit.put("max-requests", budget == null ? USUAL_REQUESTS : budget);
        if (time != null) {
            limit.put("max-time", time);
        }
        return limit;
    }

    private static void declare(ObjectNode limit, String words) {
        Matcher window = WINDOW.matcher(words.strip());
        Matcher bucket = BUCKET.matcher(words.strip());
        if (window.matches()) {
            String unit = window.group(3) == null ? "s" : window.group(3);
            limit.put("quota", Integer.parseInt(window.group(1))).put("per", window.group(2) + unit);
        } else if (bucket.matches()) {
            limit.put("burst", Integer.parseInt(bucket.group(1)))
                    .put("refill", bucket.group(2) + "/" + bucket.group(3));
        } else {
            throw new UsageComplaint("--declared " + words
                    + ": write a window as QUOTA/WINDOW, e.g. 100/60s, or a bucket as BURST@RATE, e.g. 20@10/s");
        }
    }

    /** These options again, for a shell. */
    String again() {
        return String.join("", words());
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        LoadRequestOptions.word(words, "--declared", declared);
        if (identify) {
            words.add(" --identify");
        }
        LoadRequestOptions.word(words, "--method", method.equals("GET") ? null : method);
        headers.forEach(header -> LoadRequestOptions.word(words, "--header", header));
        neighbour.forEach(header -> LoadRequestOptions.word(words, "--neighbour", header));
        LoadRequestOptions.word(words, "--message", message);
        LoadRequestOptions.word(words, "--budget", budget);
        LoadRequestOptions.word(words, "--for", time);
        LoadRequestOptions.word(words, "--try", tries.size() == 4 ? null : String.join(",", tries));
        expect.forEach(status -> LoadRequestOptions.word(words, "--expect", status));
        LoadRequestOptions.word(words, "--refusal", refusal);
        LoadRequestOptions.word(words, "--refusal-body", refusalBody);
        return words;
    }

    /** A complaint about the contract that these stand for, as one about the command line. */
    static String said(String key, String message) {
        Map<String, String> options = Map.of(
                "max-requests", "--budget: ",
                "max-time", "--for: ",
                "refusal-body", "--refusal-body: ",
                "refusal", "--refusal: ",
                "tries", "--try: ",
                "method", "--method: ",
                "expect", "--expect: ",
                "headers", "--header: ",
                "limits", "--declared: ",
                "targets", "the URL: ");
        String[] steps = key.replaceAll("\\[\\d+]", "").split("\\.");
        for (int i = steps.length - 1; i >= 0; i--) {
            String option = options.get(steps[i]);
            if (option != null) {
                return option + message;
            }
        }
        return message;
    }
}
