package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.recording.FindingRow;
import dev.seaworthy.recording.LeakAudit;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RunDirectory;
import dev.seaworthy.recording.RunManifest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckRoundTest {
    private static final String TOKEN = "opaque-4f9a-\"7c31\"-session";

    private final SecretVault vault = new SecretVault();

    @TempDir
    private Path folder;

    @Test
    void a_token_that_was_recognised_after_its_exchange_is_redacted_and_the_finding_stands() {
        Check check = Check.of(
                new CheckCard(
                        new Claim("auth.login.works", "It lets me in.", Severity.HIGH, "contract"),
                        "a login",
                        "a token",
                        "it works",
                        "a refusal",
                        "curl"),
                claim -> {
                    Exchange login = exchange("{\"session\": \"opaque-4f9a-\\\"7c31\\\"-session\"}");
                    vault.keep(TOKEN);
                    return Finding.pass(claim, "the token is " + TOKEN, Evidence.of(login))
                            .with("tokens", List.of(Map.of("first", TOKEN)));
                });
        TestConsole console = new TestConsole();
        RunDirectory directory = RunDirectory.create(folder, manifest(), vault);
        List<FindingRow> rows =
                new CheckRound(directory, reach(vault), console.console(), new Interruption()).run(List.of(check));
        assertThat(rows).extracting(FindingRow::verdict).containsExactly(Verdict.PASS);
        RecordedRun recorded = directory.read();
        assertThat(recorded.damages()).isEmpty();
        assertThat(recorded.findings().get(0).evidence())
                .containsExactlyElementsOf(recorded.evidence().keySet());
        assertThat(recorded.evidence().values())
                .allMatch(kept -> kept.received().contains("\"session\": \"secret:"));
        assertThat(recorded.findings().get(0).facts().toString()).contains("secret:");
        assertThat(LeakAudit.scan(directory.path(), vault).leaks()).isEmpty();
        assertThat(vault.leaksIn(console.err())).isEmpty();
    }

    private static Reach reach(SecretVault vault) {
        return new Reach(
                AllowList.of(List.of(URI.create("http://127.0.0.1:1"))),
                new RequestBudget(10),
                vault,
                TimeSource.system(),
                "run",
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                null);
    }

    private static Exchange exchange(String body) {
        return Exchange.of(
                Exchange.Kind.HTTP,
                "POST /login -> 200",
                new Exchange.Connection(1, "127.0.0.1:1", "127.0.0.1:2", null),
                Instant.EPOCH,
                new Clocks(0, 1, 2, 3, 4),
                new Exchange.Ending(Outcome.OK, ""),
                new Exchange.Transcript("POST /login", body));
    }

    private static RunManifest manifest() {
        return new RunManifest(
                1,
                "a-run",
                "harbour",
                "",
                Instant.EPOCH,
                "c0ffee",
                1,
                "seaworthy check",
                Map.of(),
                Map.of(),
                "fp",
                List.of("http://127.0.0.1:1"),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                RunManifest.READINESS,
                null);
    }
}
