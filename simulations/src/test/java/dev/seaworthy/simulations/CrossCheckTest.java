package dev.seaworthy.simulations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.recording.RecordedRun;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossCheckTest {
    @TempDir
    private Path results;

    @Test
    void agrees_when_both_instruments_are_right() throws Exception {
        try (SpyServer server = SpyServer.answering(200, 5)) {
            List<RecordedRun.CrossCheck> rows =
                    CrossCheck.run(operation(server, 0), 100, Duration.ofSeconds(2), reach(server, 1000), results);

            assertThat(rows)
                    .extracting(RecordedRun.CrossCheck::figure)
                    .containsExactly("count", "errors", "p50Seconds", "p95Seconds");
            assertThat(rows.subList(0, 3)).allMatch(RecordedRun.CrossCheck::agrees);
            assertThat(rows.get(0).theirs()).isEqualTo(200);
            assertThat(server.seen())
                    .hasSize(400)
                    .allMatch(line -> line.matches("POST /echo\\?n=n\\w+ Bearer token-of-[01]"));
        }
    }

    @Test
    void disagrees_when_our_clocks_are_wrong() throws Exception {
        try (SpyServer server = SpyServer.answering(200, 5)) {
            List<RecordedRun.CrossCheck> rows = CrossCheck.run(
                    operation(server, 30_000_000), 100, Duration.ofSeconds(1), reach(server, 1000), results);

            assertThat(rows.get(0).agrees()).isTrue();
            assertThat(rows.get(2).agrees()).isFalse();
        }
    }

    @Test
    void disagrees_when_turns_or_errors_were_lost() {
        CrossCheck.Theirs theirs = new CrossCheck.Theirs();
        for (int i = 0; i < 100; i++) {
            theirs.ended(CrossCheckSimulation.THEIRS, 0, 5, i >= 20);
        }
        LoadSummary.Operation ours = new LoadSummary.Operation(
                "http.echo",
                100,
                Map.of(dev.seaworthy.kernel.Outcome.OK, 99L),
                1,
                dev.seaworthy.kernel.OperationInterval.histogram(),
                dev.seaworthy.kernel.OperationInterval.histogram());

        List<RecordedRun.CrossCheck> rows = CrossCheck.compare(ours, theirs, 100);

        assertThat(rows.get(0).agrees()).isFalse();
        assertThat(rows.get(1).agrees()).isFalse();
    }

    @Test
    void goes_nowhere_without_budget_or_permission() throws Exception {
        try (SpyServer server = SpyServer.answering(200, 0)) {
            HttpOperation operation = operation(server, 0);
            Reach poor = reach(server, 10);
            Reach elsewhere = reach(URI.create("http://127.0.0.1:1"), 1000);

            assertThatThrownBy(() -> CrossCheck.run(operation, 100, Duration.ofSeconds(1), poor, results))
                    .hasMessageContaining("rails.max-requests");
            assertThatThrownBy(() -> CrossCheck.run(operation, 100, Duration.ofSeconds(1), elsewhere, results))
                    .isInstanceOf(AllowList.NotAllowed.class);
            assertThat(server.seen()).isEmpty();
        }
    }

    private static HttpOperation operation(SpyServer server, long wrongByNanos) {
        RequestSpec spec = new RequestSpec(
                "POST",
                "http",
                "/echo?n={nonce}",
                Map.of("X-Trace", "{nonce}"),
                "{\"user\":\"{user}\"}",
                "user",
                Map.of(RequestSpec.CredentialClass.VALID, List.of(200)));
        TimeSource time = TimeSource.system();
        AccountTokens tokens = new AccountTokens(new TwoAccounts(), time);
        return new HttpOperation("echo", spec, server.uri(), tokens, new JdkWire(wrongByNanos), time);
    }

    private static Reach reach(SpyServer server, long budget) {
        return reach(server.uri(), budget);
    }

    private static Reach reach(URI uri, long budget) {
        return new Reach(
                AllowList.of(List.of(uri)),
                new RequestBudget(budget),
                new SecretVault(),
                TimeSource.system(),
                "test",
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                null);
    }

    private static final class TwoAccounts implements Credentials {
        @Override
        public List<String> identities() {
            return List.of("user");
        }

        @Override
        public int accounts(String identity) {
            return 2;
        }

        @Override
        public CompletableFuture<Credential> obtain(String identity, long account) {
            return CompletableFuture.completedFuture(new Credential(
                    identity,
                    "user-" + account,
                    Credential.Origin.STATIC_TOKEN,
                    Secret.of("token-of-" + account),
                    Optional.empty(),
                    Optional.empty(),
                    List.of()));
        }
    }
}
