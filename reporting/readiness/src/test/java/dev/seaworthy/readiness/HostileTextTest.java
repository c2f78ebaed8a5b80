package dev.seaworthy.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.recording.Damage;
import dev.seaworthy.recording.RecordedRun.CrossCheck;
import dev.seaworthy.recording.RunManifest.PlannedCheck;
import dev.seaworthy.recording.RunManifest.PlannedJourney;
import dev.seaworthy.recording.RunManifest.PlannedObjective;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** What a target, or a contract, may say to whoever reads the report. */
class HostileTextTest {
    private static final String RIGHT_TO_LEFT = "\u202eevil\u202c";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "</style><script>alert(1)</script>",
                "</pre></details></body>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "javascript:alert(1)",
                "]]>",
                "&amp;&#60;&lt;",
                "a\u0000b\u0001c\u001bd\u007fe\u0085f\ufffeg",
                "lone \ud800 surrogate",
                RIGHT_TO_LEFT,
                "שלום مرحبا",
                "🚢🏴‍☠️",
                "${7*7} @if(true) $unsafe{x}",
                "| a | b |\n|---|---|\n# h <!-- x --> ``` [a](http://b)",
                "${jndi:ldap://x}",
            })
    void no_field_breaks_any_form(String hostile) throws Exception {
        Report report = everywhere(hostile).report();
        Document page = HtmlReportTest.parse(HtmlReport.render(report));
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(page.getElementsByTagName("img").getLength()).isZero();
        assertThat(page.getElementsByTagName("style").getLength()).isOne();
        for (int i = 0; i < page.getElementsByTagName("*").getLength(); i++) {
            var attributes = page.getElementsByTagName("*").item(i).getAttributes();
            for (int j = 0; j < attributes.getLength(); j++) {
                assertThat(attributes.item(j).getNodeName()).doesNotStartWith("on");
            }
        }
        assertThat(page.getDocumentElement().getTextContent())
                .contains(asParsed(hostile))
                .doesNotContain("\u202e");

        JsonNode json = new ObjectMapper().readTree(JsonReport.render(report));
        assertThat(json.at("/checks/0/reason").asText()).isEqualTo(hostile.replace('\n', ' '));
        SchemaTest.assertValid(JsonReport.render(report));

        Document junit = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(JUnitReport.render(report))));
        assertThat(junit.getElementsByTagName("testcase").getLength())
                .isEqualTo(
                        report.checks().size() + report.readiness().objectives().size());

        String markdown = MarkdownReport.render(report);
        assertThat(markdown.length()).isLessThanOrEqualTo(MarkdownReport.LONGEST);
        assertThat(markdown).doesNotContain("<script", "<img", "\u202e", "\u0000");
    }

    @Test
    void a_body_of_a_megabyte_is_shown_at_its_beginning_and_counted() throws Exception {
        String body = "ä".repeat(1_000_000);
        Fixture fixture = new Fixture().plan("a.b", Severity.HIGH);
        String id = fixture.keep(fixture.exchange("GET / -> 200", "GET /", body));
        fixture.finding("a.b", Verdict.FAIL, body, Map.of("body", body), List.of(id));
        Report report = fixture.report();
        assertThat(report.evidence().get(id)).isNotNull().satisfies(row -> {
            assertThat(row.received()).hasSize(Exchanges.LONGEST);
            assertThat(row.omittedCharacters()).isEqualTo(1_000_000 - Exchanges.LONGEST);
        });
        assertThat(HtmlReport.render(report)).hasSizeLessThan(400_000);
        assertThat(MarkdownReport.render(report)).hasSizeLessThan(MarkdownReport.LONGEST);
        assertThat(JUnitReport.render(report)).hasSizeLessThan(400_000);
    }

    private static String asParsed(String hostile) {
        return Glyphs.visible(hostile.replace('\n', ' '));
    }

    private static Fixture everywhere(String hostile) {
        Fixture fixture = Voyages.brokenWithoutLoad();
        String line = hostile.replace('\n', ' ');
        fixture.description = hostile;
        fixture.command = "./seaworthy run " + hostile;
        fixture.areas.put("evil" + hostile, hostile);
        fixture.checks.add(
                0,
                new PlannedCheck(
                        "evil.one" + hostile,
                        "evil" + hostile,
                        hostile,
                        "CRITICAL",
                        hostile,
                        hostile,
                        hostile,
                        hostile,
                        hostile,
                        hostile,
                        hostile));
        String id = fixture.keep(fixture.exchange(Exchange.Kind.HTTP, Outcome.PROTOCOL, line, hostile, hostile));
        fixture.finding(
                "evil.one" + hostile,
                Verdict.FAIL,
                line,
                Map.of(
                        "cause",
                        hostile,
                        "confidence",
                        hostile,
                        "clientsThatFail",
                        List.of(hostile),
                        "nested",
                        Map.of(hostile, List.of(Map.of(hostile, hostile))),
                        hostile,
                        hostile),
                List.of(id));
        fixture.plan("rate-limit.evil", Severity.LOW, hostile)
                .finding("rate-limit.evil", Verdict.PASS, line, Map.of(hostile, hostile));
        fixture.plan("ws.evil", Severity.LOW, hostile)
                .finding("ws.evil", Verdict.ERROR, line, Map.of("closesByCode", Map.of(hostile, 1)));
        fixture.load("phase" + hostile, "ws." + hostile, 5, 3, 2, 0.5);
        fixture.objectives.add(new PlannedObjective("ws." + hostile, null, 0.5, 1.0, 0.5));
        fixture.journeys.add(new PlannedJourney(hostile, List.of("evil.one" + hostile, hostile), hostile));
        fixture.crossChecks.add(new CrossCheck(hostile, hostile, 1, 2, 0));
        fixture.damages.add(new Damage(hostile, 0, 1, hostile));
        return fixture;
    }
}
