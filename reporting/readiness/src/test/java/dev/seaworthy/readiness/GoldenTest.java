package dev.seaworthy.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.recording.RunManifest.PlannedJourney;
import dev.seaworthy.recording.RunManifest.PlannedObjective;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoldenTest {
    /** Whoever changes {@code report.json} on purpose changes this file with it, and its reader sees what changed. */
    @Test
    void a_small_report_is_as_it_was() throws Exception {
        Fixture fixture = new Fixture().found("auth.token", Severity.CRITICAL, Verdict.PASS, "401 without, 200 with");
        fixture.found("ws.echo", Severity.HIGH, Verdict.FAIL, "closed with 1006 after 3 ms");
        fixture.found("auth.logout", Severity.LOW, Verdict.SKIPPED, "not in the contract: no logout");
        fixture.load("baseline", "http.profile", 50, 3, 4, 0.02);
        fixture.calibrate(0.3, 50, 400);
        fixture.watch("baseline", 0, 2, watch -> {}).watch("baseline", 2, 1, watch -> watch.lagP99 = 0.038);
        fixture.signatures.put("baseline/http.profile", Map.of("no answer within 5 s", 1L, "status 500", 2L));
        fixture.objectives.add(new PlannedObjective("http.profile", null, 0.9, 0.1, 0.2));
        fixture.journeys.add(new PlannedJourney("Read", List.of("auth.token", "http.profile"), null));
        String json = JsonReport.render(fixture.report());
        try (InputStream golden = GoldenTest.class.getResourceAsStream("golden-report.json")) {
            assertThat(golden).isNotNull();
            assertThat(json).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
