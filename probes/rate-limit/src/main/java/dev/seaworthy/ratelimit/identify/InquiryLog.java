package dev.seaworthy.ratelimit.identify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.wire.Header;
import dev.seaworthy.wire.Headers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The log of an inquiry as JSON lines. Only fields that speak of limits or of the time are kept of an answer. */
final class InquiryLog {
    private static final String SCHEMA = "ratelimit-log/1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private InquiryLog() {}

    static List<String> write(Identification done) {
        List<String> lines = new ArrayList<>();
        Plan plan = done.plan();
        ObjectNode head = JSON.createObjectNode()
                .put("schema", SCHEMA)
                .put("seed", plan.seed())
                .put("begun", done.begun().toString())
                .put("requests", plan.requests())
                .put("seconds", plan.seconds())
                .put("burst", plan.burst())
                .put("parallel", plan.parallel())
                .put("ownKey", plan.ownKey());
        lines.add(head.toString());
        long origin =
                done.entries().isEmpty() ? 0 : done.entries().get(0).answer().sentNanos();
        for (Round round : done.rounds()) {
            lines.add(JSON.createObjectNode().put("round", round.kind().name()).toString());
            round.entries().forEach(entry -> lines.add(line(entry, origin)));
        }
        for (PromiseCheck check : done.promises()) {
            lines.add(JSON.createObjectNode()
                    .put("promise", check.field())
                    .put("value", check.value())
                    .put("promised", check.promised())
                    .put("extra", check.extra())
                    .put("admitted", check.admitted())
                    .toString());
        }
        lines.add(JSON.createObjectNode().put("stopped", done.stopped()).toString());
        return lines;
    }

    private static String line(Entry entry, long origin) {
        Answer answer = entry.answer();
        ObjectNode line = JSON.createObjectNode()
                .put("number", entry.round())
                .put("volley", entry.volley())
                .put("sent", answer.sentNanos() - origin)
                .put("done", answer.doneNanos() - origin)
                .put("outcome", answer.outcome().name())
                .put("status", answer.status());
        ObjectNode fields = JSON.createObjectNode();
        for (Header header : answer.headers().fields()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.equals("date")
                    || name.equals("retry-after")
                    || name.contains("ratelimit")
                    || name.contains("rate-limit")) {
                fields.put(header.name(), header.value());
            }
        }
        if (!fields.isEmpty()) {
            line.set("fields", fields);
        }
        return line.toString();
    }

    /** Reads a log and draws what it says. */
    static Identification read(List<String> lines) {
        Reading reading = new Reading();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                reading.take(parsed(lines.get(i), i + 1));
            }
        }
        return reading.done();
    }

    private static JsonNode parsed(String line, int number) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "line " + number + " of the log is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static final class Reading {
        private Plan plan = Plan.usual(0);
        private Instant begun = Instant.EPOCH;
        private final List<Round> rounds = new ArrayList<>();
        private final List<PromiseCheck> promises = new ArrayList<>();
        private final List<Entry> entries = new ArrayList<>();
        private Round.Kind kind = Round.Kind.EXPERIMENT;
        private String stopped = "";
        private boolean headed;

        void take(JsonNode line) {
            if (line.has("schema")) {
                if (!SCHEMA.equals(line.get("schema").asText())) {
                    throw new IllegalArgumentException("this is a log of another kind: "
                            + line.get("schema").asText() + ", where " + SCHEMA + " is needed");
                }
                headed = true;
                begun = Instant.parse(line.path("begun").asText());
                plan = new Plan(
                        line.path("requests").asInt(),
                        line.path("seconds").asDouble(),
                        line.path("burst").asInt(),
                        line.path("parallel").asInt(),
                        line.path("seed").asLong(),
                        line.path("ownKey").asBoolean());
            } else if (line.has("round")) {
                endRound();
                kind = Round.Kind.valueOf(line.get("round").asText());
            } else if (line.has("promise")) {
                promises.add(new PromiseCheck(
                        line.get("promise").asText(),
                        line.path("value").asText(),
                        line.path("promised").asDouble(),
                        line.path("extra").asDouble(),
                        line.path("admitted").asBoolean()));
            } else if (line.has("stopped")) {
                stopped = line.get("stopped").asText();
            } else {
                entries.add(entry(line));
            }
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
                    line.path("status").asInt(),
                    headers);
            return new Entry(line.path("number").asInt(), line.path("volley").asInt(), answer);
        }

        private void endRound() {
            if (!entries.isEmpty()) {
                rounds.add(new Round(entries, kind));
                entries.clear();
            }
        }

        Identification done() {
            endRound();
            if (!headed) {
                throw new IllegalArgumentException("the log does not begin with its plan and seed (" + SCHEMA + ")");
            }
            Inference inference = new Inference(plan.seed(), begun);
            rounds.stream().filter(round -> round.kind() != Round.Kind.PROMISE).forEach(inference::absorb);
            return new Identification(plan, begun, rounds, promises, stopped, inference);
        }
    }
}
