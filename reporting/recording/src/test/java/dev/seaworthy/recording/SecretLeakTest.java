package dev.seaworthy.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.recording.LeakAuditResult.Leak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretLeakTest {
    @TempDir
    Path parent;

    private final SecretVault vault = new SecretVault();

    @ParameterizedTest
    @ValueSource(strings = {"canary-4711-canary", "quoted\"back\\slash", "t\u00e4nnenh\u00e4her", "<tag>&amp;'x'"})
    void no_writer_takes_a_secret(String canary) throws IOException {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), vault, Samples.TIME);
        Secret secret = vault.keep(canary);
        Exchange clean = Samples.exchange("GET /");
        Exchange leaky = Samples.exchange("Authorization: Bearer " + canary);
        try (Journal journal = run.injector(1)) {
            refused(secret, () -> run.append(Samples.row("a.b", clean, leaky), List.of(clean, leaky)));
            refused(secret, () -> run.append(Samples.row("a." + canary), List.of()));
            refused(secret, () -> run.crossCheck(new RecordedRun.CrossCheck(canary, "count", 1, 1, 0)));
            refused(secret, () -> journal.event("note", Map.of("token", canary)));
            refused(secret, () -> journal.event("note", Map.of(canary, 1)));
            refused(secret, () -> journal.health(Samples.health(canary, 0)));
            refused(secret, () -> journal.begin(canary));
            refused(secret, () -> journal.append(canary, List.of(Samples.interval(new Random(1), "a.b", 0))));
            refused(secret, () -> journal.scheduled(canary, "a.b", 1));
            refused(secret, () -> RunDirectory.create(parent, Samples.manifest("r2", canary), vault));
        }
        assertThat(parent.resolve("r2")).doesNotExist();
        RecordedRun read = run.read();
        assertThat(read.findings()).isEmpty();
        assertThat(read.evidence()).as("not even the clean half").isEmpty();
        assertThat(run.events(1)).isEmpty();
        LeakAuditResult audit = LeakAudit.scan(run.path(), vault);
        assertThat(audit.clean()).isTrue();
        assertThat(audit.filesScanned()).isEqualTo(4);
        assertThat(audit.secrets()).isEqualTo(1);

        run.append(Samples.row("a.b", clean), List.of(clean));
        assertThat(run.read().findings()).as("a refusal leaves the run usable").hasSize(1);
    }

    @Test
    void the_audit_finds_what_others_leave_behind() throws IOException {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), vault, Samples.TIME);
        String canary = "quoted\"canary&<\u00e4>";
        Secret secret = vault.keep(canary);
        byte[] utf8 = canary.getBytes(StandardCharsets.UTF_8);
        plant(run, "gatling/simulation.log", concat(new byte[] {0, (byte) 0xff, (byte) 0xc3}, utf8));
        plant(run, "notes.txt", Base64.getEncoder().encode(utf8));
        plant(run, "more.json", Json.line(Map.of("x", canary)).getBytes(StandardCharsets.UTF_8));
        plant(run, "report.html", "<p>quoted&quot;canary&amp;&lt;&#228;&gt;</p>".getBytes(StandardCharsets.UTF_8));
        plant(run, "clean.txt", "nothing here".getBytes(StandardCharsets.UTF_8));
        LeakAuditResult audit = LeakAudit.scan(run.path(), vault);
        assertThat(audit.leaks())
                .containsExactlyInAnyOrder(
                        new Leak("gatling/simulation.log", secret.label()),
                        new Leak("notes.txt", secret.label()),
                        new Leak("more.json", secret.label()),
                        new Leak("report.html", secret.label()));
        assertThat(audit.filesScanned()).isEqualTo(6);
    }

    private static void refused(Secret secret, ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOf(SecretLeak.class)
                .hasMessageContaining(secret.label())
                .hasMessageNotContaining(secret.reveal())
                .hasNoCause();
    }

    private static void plant(RunDirectory run, String name, byte[] bytes) throws IOException {
        Path file = run.path().resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static byte[] concat(byte[] head, byte[] tail) {
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }
}
