package dev.seaworthy.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.recording.RecordedRun.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderingsTest {
    @TempDir
    Path runs;

    @Test
    void deleted_reports_come_back_byte_for_byte_in_any_zone_and_language() throws Exception {
        Path run = Voyages.broken().recorded(runs);
        Report report = Renderings.finish(run, new SecretVault());
        assertThat(report.readiness().verdict()).isEqualTo(Report.Answer.NOT_READY);
        Map<String, String> before = derived(run);
        assertThat(before)
                .containsOnlyKeys(Renderings.FILES)
                .allSatisfy((file, text) -> assertThat(text).isNotEmpty());
        for (String file : Renderings.FILES) {
            Files.delete(run.resolve(file));
        }
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            Renderings.rebuild(run);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
        assertThat(derived(run)).isEqualTo(before);
        Renderings.rebuild(run);
        assertThat(derived(run)).isEqualTo(before);
    }

    @Test
    void a_secret_in_what_was_recorded_vetoes_and_stays_on_record() throws Exception {
        Path run = Voyages.healthy().recorded(runs);
        assertThat(Renderings.finish(run, new SecretVault()).readiness().verdict())
                .isEqualTo(Report.Answer.READY);
        SecretVault vault = new SecretVault();
        vault.keep("customer reads");
        assertThat(Renderings.finish(run, vault).leakAudit().leaks()).isNotEmpty();
        assertThat(Renderings.rebuild(run).readiness().verdict()).isEqualTo(Report.Answer.NOT_READY);
    }

    @Test
    void without_a_readable_audit_nothing_is_said_of_secrets() throws Exception {
        Path run = Voyages.healthy().recorded(runs);
        assertThat(Renderings.rebuild(run).readiness().verdict()).isEqualTo(Report.Answer.UNPROVEN);
        for (String damaged : new String[] {"", "null", "{}", "{\"leaks\"", "\u0000"}) {
            Files.writeString(run.resolve(Renderings.LEAK_AUDIT), damaged);
            assertThat(Renderings.rebuild(run).leakAudit().performed())
                    .as(damaged)
                    .isFalse();
        }
    }

    @Test
    void a_killed_run_is_reported_as_incomplete() throws Exception {
        Fixture fixture = Voyages.healthy().plan("late.check", Severity.HIGH);
        fixture.ending = Ending.UNSEALED;
        fixture.sealed = false;
        Path run = fixture.recorded(runs);
        Path journal = run.resolve("injectors/0/latency.journal");
        byte[] bytes = Files.readAllBytes(journal);
        Files.write(journal, Arrays.copyOf(bytes, bytes.length * 2 / 3));
        Report report = Renderings.rebuild(run);
        assertThat(report.readiness().verdict()).isEqualTo(Report.Answer.UNPROVEN);
        assertThat(ExitCode.of(report)).isEqualTo(2);
        assertThat(report.readiness().reasons())
                .anyMatch(reason -> reason.startsWith("Incomplete: the run was never sealed"));
        assertThat(Files.readString(run.resolve("report.html"))).contains("The recording is incomplete.");
    }

    @Test
    void a_damaged_run_is_reported_with_its_damage() throws Exception {
        Path run = Voyages.healthy().recorded(runs);
        Renderings.finish(run, new SecretVault());
        Path findings = run.resolve("findings.ndjson");
        Files.writeString(findings, Files.readString(findings).replaceFirst("PASS", "FAIL"));
        Report report = Renderings.rebuild(run);
        assertThat(report.readiness().verdict()).isEqualTo(Report.Answer.UNPROVEN);
        assertThat(report.run().damages()).extracting(Report.DamageRow::file).contains("findings.ndjson");
        assertThat(report.checks().get(0).verdict()).isEqualTo("SKIPPED");
    }

    @Test
    void nothing_half_written_stays_behind() throws Exception {
        Path run =
                new Fixture().found("a.b", Severity.LOW, Verdict.PASS, "seen").recorded(runs);
        Renderings.finish(run, new SecretVault());
        try (Stream<Path> files = Files.list(run)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    private static Map<String, String> derived(Path run) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (String file : Renderings.FILES) {
            texts.put(file, Files.readString(run.resolve(file)));
        }
        return texts;
    }
}
