package dev.seaworthy.ratelimit.verdict;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.ratelimit.session.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All that one session found: the JSON document {@code ratelimit-verdict/1} and its text. What was not tried is null there,
 * never left to be read as fine. Immutable.
 *
 * @param enforced YES, NO or NOT_OBSERVED
 * @param journal all that it was drawn from
 * @param sections what each part says, in the order of the text
 */
public record LimitVerdict(String enforced, Journal journal, List<Section> sections) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KEYS = List.of(
            "rejection",
            "model",
            "delay",
            "frontier",
            "declared",
            "key",
            "isolation",
            "headers",
            "bypass",
            "leak",
            "underLoad",
            "websocket");

    public LimitVerdict {
        sections = List.copyOf(sections);
    }

    /** The document. */
    public ObjectNode json() {
        ObjectNode json = JSON.createObjectNode().put("schema", "ratelimit-verdict/1");
        ObjectNode target = json.putObject("target");
        journal.about().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(fact -> target.put(fact.getKey(), fact.getValue()));
        json.put("enforced", enforced);
        KEYS.forEach(json::putNull);
        sections.forEach(section -> json.setAll(section.json()));
        ObjectNode cost = json.putObject("cost")
                .put("requests", journal.entries().size())
                .put("rejected", journal.refused())
                .put("seconds", Numbers.rounded(journal.seconds()));
        cost.putObject("budget")
                .put("requests", journal.plan().requests())
                .put("seconds", journal.plan().seconds());
        json.put("stopped", stopped().isEmpty() ? null : stopped());
        json.putObject("evidence").put("seed", journal.plan().seed());
        return json;
    }

    private String stopped() {
        return String.join(
                "; ",
                journal.stops().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(stop -> stop.getKey().name().toLowerCase(Locale.ROOT) + ": " + stop.getValue())
                        .toList());
    }

    /** The text: what it allows first, how sure that is second, what is wrong with it third. */
    public String text() {
        List<String> lines = new ArrayList<>();
        sections.forEach(section -> section.lines()
                .forEach(line -> lines.add(String.format(Locale.ROOT, "%-13s %s", line.title(), line.content()))));
        lines.add(String.format(
                Locale.ROOT,
                "%-13s %d requests, %d refused, %s s; seed %d",
                "Cost",
                journal.entries().size(),
                journal.refused(),
                Numbers.text(journal.seconds()),
                journal.plan().seed()));
        return String.join("\n", lines);
    }
}
