package dev.seaworthy.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SarifReportTest {
    @Test
    void what_is_refuted_fails_and_what_is_unproven_is_open_and_nothing_else_is_a_result() throws IOException {
        JsonNode run = run(everyVerdict());

        JsonNode results = run.at("/results");
        assertThat(results.findValuesAsText("ruleId")).containsExactly("a.fail", "a.unproven");
        assertThat(results.findValuesAsText("kind")).containsExactly("fail", "open");
        assertThat(results.findValuesAsText("level")).containsExactly("error", "none");
        assertThat(results.at("/0/message/text").asText()).contains("because FAIL", "seaworthy check");
        assertThat(run.at("/invocations/0/toolExecutionNotifications/0/message/text")
                        .asText())
                .isEqualTo("a.error: because ERROR");
    }

    @Test
    void every_check_is_a_rule_and_every_result_points_at_its_own() throws IOException {
        JsonNode run = run(everyVerdict());

        JsonNode rules = run.at("/tool/driver/rules");
        assertThat(rules).hasSize(Verdict.values().length);
        run.at("/results")
                .forEach(result -> assertThat(rules.get(result.get("ruleIndex").asInt())
                                .get("id")
                                .asText())
                        .isEqualTo(result.get("ruleId").asText()));
        assertThat(rules.at("/0/properties/security-severity").asText()).isEqualTo("8.0");
    }

    @Test
    void a_result_points_at_its_evidence_and_keeps_its_fingerprint_when_the_wording_changes() throws IOException {
        JsonNode once = run(new Fixture().found("a.one", Severity.HIGH, Verdict.FAIL, "one reason"));
        JsonNode again = run(new Fixture().found("a.one", Severity.HIGH, Verdict.FAIL, "another reason"));
        JsonNode other = run(new Fixture().found("a.two", Severity.HIGH, Verdict.FAIL, "one reason"));

        String print = "/results/0/partialFingerprints/seaworthyClaim~1v1";
        assertThat(once.at(print).asText())
                .hasSize(32)
                .isEqualTo(again.at(print).asText());
        assertThat(once.at(print)).isNotEqualTo(other.at(print));
        List<String> files = once.at("/results/0/relatedLocations").findValuesAsText("uri");
        assertThat(files).isNotEmpty().allMatch(file -> file.matches("evidence/[0-9a-f]{16}\\.json"));
    }

    @Test
    void severities_have_the_levels_of_the_standard() throws IOException {
        for (Severity severity : Severity.values()) {
            JsonNode run = run(new Fixture().found("a.one", severity, Verdict.FAIL, "why"));
            String expected = switch (severity) {
                case CRITICAL, HIGH -> "error";
                case MEDIUM -> "warning";
                case LOW, INFO -> "note";
            };
            assertThat(run.at("/results/0/level").asText()).as(severity.name()).isEqualTo(expected);
        }
    }

    private static Fixture everyVerdict() {
        Fixture fixture = new Fixture();
        for (Verdict verdict : Verdict.values()) {
            fixture.found("a." + verdict.name().toLowerCase(Locale.ROOT), Severity.HIGH, verdict, "because " + verdict);
        }
        return fixture;
    }

    private static JsonNode run(Fixture fixture) throws IOException {
        JsonNode log = new ObjectMapper().readTree(SarifReport.render(fixture.report()));
        assertThat(log.get("version").asText()).isEqualTo("2.1.0");
        assertThat(log.get("runs")).hasSize(1);
        return log.at("/runs/0");
    }
}
