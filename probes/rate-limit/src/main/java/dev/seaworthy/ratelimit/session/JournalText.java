package dev.seaworthy.ratelimit.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.wire.Header;
import dev.seaworthy.wire.Headers;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A journal as JSON lines. */
final class JournalText {
    private static final String SCHEMA = "ratelimit-log/1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private JournalText() {}

    static List<String> write(Journal journal) {
        List<String> lines = new ArrayList<>();
        Plan plan = journal.plan();
        ObjectNode head = JSON.createObjectNode()
                .put("schema", SCHEMA)
                .put("seed", plan.seed())
                .put("begun", journal.begun().toString())
                .put("requests", plan.requests())
                .put("seconds", plan.seconds())
                .put("burst", plan.burst())
                .put("parallel", plan.parallel())
                .put("ownKey", plan.ownKey());
        ObjectNode about = head.putObject("about");
        journal.about().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(fact -> about.put(fact.getKey(), fact.getValue()));
        lines.add(head.toString());
        List<Entry> entries = journal.entries();
        long origin = entries.isEmpty() ? 0 : entries.get(0).answer().sentNanos();
        entries.forEach(entry -> lines.add(line(entry, origin)));
        journal.stops().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(stop -> lines.add(JSON.createObjectNode()
                        .put("stopped", stop.getKey().name())
                        .put("reason", stop.getValue())
                        .toString()));
        return lines;
    }

    private static String line(Entry entry, long origin) {
        Answer answer = entry.answer();
        ObjectNode line = JSON.createObjectNode()
                .put("stage", entry.stage().name())
                .put("round", entry.round())
                .put("volley", entry.volley())
                .put("sent", answer.sentNanos() - origin)
                .put("done", answer.doneNanos() - origin)
                .put("outcome", answer.outcome().name())
                .put("status", answer.status())
                .put("body", answer.bodyLength());
        if (!entry.label().isEmpty()) {
            line.put("label", entry.label());
        }
        if (!entry.isControl()) {
            line.put("variation", entry.variation());
        }
        if (answer.sign() != Answer.Sign.STATUS) {
            line.put("sign", answer.sign().name());
        }
        if (!answer.headers().fields().isEmpty()) {
            ObjectNode fields = line.putObject("fields");
            for (Header header : answer.headers().fields()) {
                fields.put(header.name(), header.value());
            }
        }
        return line.toString();
    }

    static Journal read(List<String> lines) {
        Reading reading = new Reading();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                reading.take(lines.get(i), i + 1);
            }
        }
        return reading.done();
    }

    private static final class Reading {
        private @Nullable Plan plan;
        private Instant begun = Instant.EPOCH;
        private final Map<String, String> about = new LinkedHashMap<>();
        private final List<Entry> entries = new ArrayList<>();
        private final Map<Stage, String> stops = new EnumMap<>(Stage.class);

        void take(String text, int number) {
            try {
                JsonNode line = JSON.readTree(text);
                if (plan == null) {
                    head(line);
                } else if (line.has("stopped")) {
                    stops.put(
                            Stage.valueOf(line.get("stopped").asText()),
                            line.path("reason").asText());
                } else {
                    entries.add(entry(line));
                }
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(
                        "line " + number + " of the log is no JSON: " + e.getOriginalMessage(), e);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new IllegalArgumentException("line " + number + " of the log: " + e.getMessage(), e);
            }
        }

        private void head(JsonNode line) {
            if (!SCHEMA.equals(line.path("schema").asText())) {
                throw new IllegalArgumentException(
                        line.has("schema")
                                ? "a log of another kind: " + line.get("schema").asText() + ", where " + SCHEMA
                                        + " is needed"
                                : "no plan and seed (" + SCHEMA + "), with which a log begins");
            }
            begun = Instant.parse(line.path("begun").asText());
            plan = new Plan(
                    line.path("requests").asInt(),
                    line.path("seconds").asDouble(),
                    line.path("burst").asInt(),
                    line.path("parallel").asInt(),
                    line.path("seed").asLong(),
                    line.path("ownKey").asBoolean());
            line.path("about")
                    .properties()
                    .forEach(fact -> about.put(fact.getKey(), fact.getValue().asText()));
        }

        private static Entry entry(JsonNode line) {
            Headers headers = Headers.NONE;
            for (Map.Entry<String, JsonNode> field : line.path("fields").properties()) {
                headers = headers.with(field.getKey(), field.getValue().asText());
            }
            Answer answer = new Answer(
                    line.path("sent").asLong(),
                    line.path("done").asLong(),
                    Answer.Outcome.valueOf(line.path("outcome").asText()),
                    Answer.Sign.valueOf(line.path("sign").asText(Answer.Sign.STATUS.name())),
                    line.path("status").asInt(),
                    headers,
                    line.path("body").asInt(),
                    null);
            return new Entry(
                    Stage.valueOf(line.path("stage").asText()),
                    line.path("label").asText(),
                    line.path("round").asInt(),
                    line.path("volley").asInt(),
                    line.path("variation").asText(Variation.CONTROL.name()),
                    answer);
        }

        Journal done() {
            if (plan == null) {
                throw new IllegalArgumentException("the log does not begin with its plan and seed (" + SCHEMA + ")");
            }
            return new Journal(plan, begun, about, entries, stops);
        }
    }
}
