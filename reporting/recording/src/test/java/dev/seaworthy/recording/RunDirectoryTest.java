package dev.seaworthy.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.recording.RecordedRun.CrossCheck;
import dev.seaworthy.recording.RecordedRun.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    Path parent;

    private final SecretVault vault = new SecretVault();

    @Test
    void returns_everything_that_was_recorded() {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), vault, Samples.TIME);
        Exchange first = Samples.exchange("GET /health HTTP/1.1\r\nX: \"\\\u00e9\r\n\r\n");
        Exchange second = Samples.exchange("GET /ready HTTP/1.1\r\n\r\n");
        FindingRow row = Samples.row("health.live", first, second);
        run.append(row, List.of(first, second));
        run.append(Samples.row("health.ready", first), List.of());
        OperationInterval interval = Samples.interval(new Random(1), "auth.login", 0);
        try (Journal journal = run.injector(1)) {
            journal.begin("steady");
            journal.append("steady", List.of(interval));
            journal.scheduled("steady", "auth.login", 10);
            journal.scheduled("steady", "auth.login", 5);
            journal.health(Samples.health("steady", 0));
            journal.health(Samples.health("steady", 1));
            journal.calibration(Samples.calibration());
            journal.seal();
        }
        CrossCheck crossCheck = new CrossCheck("auth.login", "count", 10, 10, 0);
        run.crossCheck(crossCheck);
        run.seal(Ending.COMPLETE);

        RunDirectory opened = RunDirectory.open(run.path());
        RecordedRun read = opened.read();
        assertThat(read.damages()).isEmpty();
        assertThat(read.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(read.manifest()).isEqualTo(Samples.manifest("r1"));
        assertThat(read.findings()).hasSize(2).contains(row);
        assertThat(read.evidence()).containsEntry(first.id(), first).containsEntry(second.id(), second);
        assertThat(read.crossChecks()).containsExactly(crossCheck);
        var injector = read.injectors().get(0);
        assertThat(injector.number()).isEqualTo(1);
        assertThat(injector.sealed()).isTrue();
        assertThat(injector.scheduled()).containsExactly(Map.entry("steady/auth.login", 15L));
        assertThat(injector.intervals())
                .extracting(Samples::text)
                .containsExactly(Samples.text(new RecordedInterval("steady", interval)));
        assertThat(opened.events(1))
                .contains(new RecordedEvent(Samples.START, "phase", Map.of("phase", "steady")))
                .extracting(RecordedEvent::kind)
                .containsExactly("phase", "calibration");
        assertThat(injector.health()).containsExactly(Samples.health("steady", 0), Samples.health("steady", 1));
        assertThat(injector.calibration()).isEqualTo(Samples.calibration());
    }

    @Test
    void names_runs_by_time_environment_and_chance() {
        assertThat(RunDirectory.newId(Samples.START, "twin", 0x123f9aL)).isEqualTo("20261123T014500Z-twin-3f9a");
        assertThat(RunDirectory.newId(Samples.START.plusMillis(999), "My Staging/eu", -1))
                .isEqualTo("20261123T014500Z-my-staging-eu-ffff");
    }

    @Test
    void never_overwrites_a_run() {
        RunDirectory.create(parent, Samples.manifest("r1"), vault);
        assertThatThrownBy(() -> RunDirectory.create(parent, Samples.manifest("r1"), vault))
                .isInstanceOf(RecordingFailure.class)
                .hasMessageContaining("never overwritten");
    }

    @Test
    void refuses_an_id_that_leaves_the_folder() {
        assertThatThrownBy(() -> RunDirectory.create(parent, Samples.manifest("../r1"), vault))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_unsealed_run_says_so() {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), vault);
        run.injector(0).close();
        RecordedRun read = run.read();
        assertThat(read.ending()).isEqualTo(Ending.UNSEALED);
        assertThat(read.injectors().get(0).sealed()).isFalse();
        assertThat(read.damages()).isEmpty();
    }

    @Test
    void a_sealed_run_with_an_unsealed_injector_is_damaged() {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), vault);
        run.injector(0).close();
        run.seal(Ending.COMPLETE);
        assertThat(run.read().damages()).extracting(Damage::file).containsExactly("injectors/0/SEALED");
    }

    @Test
    void nothing_is_written_after_the_seal() {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), vault);
        run.seal(Ending.INTERRUPTED);
        assertThat(run.read().ending()).isEqualTo(Ending.INTERRUPTED);
        assertThatThrownBy(() -> run.append(Samples.row("a.b"), List.of())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> run.injector(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> run.seal(Ending.COMPLETE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_run_that_was_opened_for_reading_is_not_written_to() {
        Path path = RunDirectory.create(parent, Samples.manifest("r1"), vault).path();
        assertThatThrownBy(() -> RunDirectory.open(path).append(Samples.row("a.b"), List.of()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_check_has_one_finding() {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), vault);
        run.append(Samples.row("a.b"), List.of());
        assertThatThrownBy(() -> run.append(Samples.row("a.b"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        RunDirectory again = RunDirectory.open(run.path(), vault, Samples.TIME);
        assertThatThrownBy(() -> again.append(Samples.row("a.b"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        again.append(Samples.row("a.c"), List.of());
        assertThat(run.read().findings()).extracting(FindingRow::check).containsExactly("a.b", "a.c");
    }

    @Test
    void no_verdict_without_its_evidence() {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), vault);
        Exchange exchange = Samples.exchange("GET /");
        assertThatThrownBy(() -> run.append(Samples.row("a.b", exchange), List.of()))
                .hasMessageContaining("not recorded");
        Exchange forged = new Exchange(
                "0123456789abcdef",
                exchange.kind(),
                exchange.summary(),
                exchange.connection(),
                exchange.startedAt(),
                exchange.clocks(),
                exchange.outcome(),
                exchange.detail(),
                exchange.sent(),
                exchange.received());
        assertThatThrownBy(() -> run.append(Samples.row("a.b", forged), List.of(forged)))
                .hasMessageContaining("not its hash");
        run.append(Samples.row("a.b", exchange), List.of(exchange));
    }

    @Test
    void evidence_that_was_changed_or_lost_is_damage() throws IOException {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), vault);
        Exchange exchange = Samples.exchange("GET /");
        run.append(Samples.row("a.b", exchange), List.of(exchange));
        Path file = run.path().resolve("evidence/" + exchange.id() + ".json");
        String changed = Files.readString(file).replace("GET /", "PUT /");
        Files.writeString(
                file, Checksummed.document(changed.substring(0, changed.lastIndexOf(",\n  \"crc\"")) + "\n}"));
        assertThat(run.read().evidence()).isEmpty();
        assertThat(run.read().damages())
                .extracting(Damage::what)
                .anyMatch(what -> what.contains("not the one that it is named after"));
        Files.delete(file);
        assertThat(run.read().damages()).extracting(Damage::what).anyMatch(what -> what.contains("rests on it"));
    }

    @Test
    void an_interrupted_thread_still_records() {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), vault);
        Exchange exchange = Samples.exchange("GET /");
        try (Journal journal = run.injector(1)) {
            Thread.currentThread().interrupt();
            run.append(Samples.row("a.b", exchange), List.of(exchange));
            journal.append("p", List.of(Samples.interval(new Random(1), "a.b", 0)));
            journal.append("p", List.of(Samples.interval(new Random(2), "a.b", 1)));
            assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        }
        assertThat(run.read().findings()).hasSize(1);
        assertThat(run.read().injectors().get(0).intervals()).hasSize(2);
    }

    @Test
    void many_threads_write_without_tearing_each_other() throws InterruptedException {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), vault);
        List<Thread> threads = new ArrayList<>();
        try (Journal journal = run.injector(1)) {
            for (int number = 0; number < 4; number++) {
                String name = "check-" + number + ".n-";
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < 5; i++) {
                        Exchange exchange = Samples.exchange("GET /" + i);
                        run.append(Samples.row(name + i, exchange), List.of(exchange));
                        journal.append("p", List.of(Samples.interval(new Random(i), "a.b", i)));
                        journal.event("tick", Map.of("i", i));
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            journal.seal();
        }
        RecordedRun read = run.read();
        assertThat(read.damages()).isEmpty();
        assertThat(read.findings()).hasSize(20);
        assertThat(read.evidence()).hasSize(5);
        assertThat(read.injectors().get(0).intervals()).hasSize(20);
        assertThat(run.events(1)).hasSize(20);
    }

    @Test
    void two_injectors_cannot_share_a_number() {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), vault);
        try (Journal journal = run.injector(1)) {
            journal.append("p", List.of(Samples.interval(new Random(1), "a.b", 0)));
        }
        assertThatThrownBy(() -> run.injector(1)).isInstanceOf(RecordingFailure.class);
    }

    @Test
    void a_changed_manifest_is_damage_and_an_unreadable_one_is_no_run() throws IOException {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), vault);
        Path file = run.path().resolve("run.json");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("0.01", "0.99"));
        assertThat(RunDirectory.open(run.path()).read().damages())
                .extracting(Damage::file)
                .containsExactly("run.json");
        for (String broken : List.of("", "null", "{}", "[]", text.substring(0, text.length() / 2), "\u0000\u0001")) {
            Files.writeString(file, broken);
            assertThatThrownBy(() -> RunDirectory.open(run.path()))
                    .as(broken)
                    .isInstanceOf(NotARun.class)
                    .hasMessageNotContaining("\n");
        }
        Files.delete(file);
        assertThatThrownBy(() -> RunDirectory.open(run.path())).isInstanceOf(NotARun.class);
        assertThatThrownBy(() -> RunDirectory.open(parent.resolve("nowhere"))).isInstanceOf(NotARun.class);
    }
}
