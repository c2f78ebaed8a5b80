package dev.seaworthy.simulations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
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
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossCheckTest {
    @TempDir
    private Path results;

    @Test
    void counts_alike_with_both_instruments() throws Exception {
        try (SpyServer server = SpyServer.answering(200, 5)) {
            List<RecordedRun.CrossCheck> rows =
                    CrossCheck.run(operation(server, 0), 100, Duration.ofSeconds(1), reach(server, 1000), results);

            assertThat(rows)
                    .extracting(RecordedRun.CrossCheck::figure)
                    .containsExactly("count", "errors", "p50Seconds", "p95Seconds");
            assertThat(rows.subList(0, 2)).allMatch(RecordedRun.CrossCheck::agrees);
            assertThat(rows.get(0).theirs()).isEqualTo(100);
            assertThat(server.seen())
                    .hasSize(400)
                    .allMatch(line -> line.matches("POST /echo\\?n=n\\w+ Bearer token-of-[01]"));
        }
    }

    @Test
    void disagrees_when_our_clocks_are_wrong() throws Exception {
        try (SpyServer server = SpyServer.answering(200, 5)) {
            List<RecordedRun.CrossCheck> rows = CrossCheck.run(
                    operation(server, 60_000_000_000L), 100, Duration.ofSeconds(1), reach(server, 1000), results);

            assertThat(rows.get(0).agrees()).isTrue();
            assertThat(rows.get(2).agrees()).isFalse();
        }
    }

    @Test
    void agrees_within_the_tolerance_and_not_beyond() {
        assertThat(rows(0, 0, 5)).allMatch(RecordedRun.CrossCheck::agrees);
        assertThat(rows(0, 0, 9).get(2).agrees()).as("median off by 4 of 9 ms").isFalse();
        assertThat(rows(0, 0, 30).get(3).agrees()).as("p95 off by 25 of 30 ms").isFalse();
        assertThat(rows(1, 0, 5).get(0).agrees()).as("one turn lost").isFalse();
        assertThat(rows(0, 20, 5).get(1).agrees()).as("twenty errors lost").isFalse();
    }

    /** Ours saw a hundred turns of 5 ms, less those lost; theirs as many, some in error, in whole milliseconds. */
    private static List<RecordedRun.CrossCheck> rows(int lost, int errors, long theirMillis) {
        CrossCheck.Theirs theirs = new CrossCheck.Theirs();
        for (int i = 0; i < 100; i++) {
            theirs.ended(CrossCheckSimulation.THEIRS, 0, theirMillis, i >= errors);
        }
        Histogram service = OperationInterval.histogram();
        service.recordValueWithCount(5_000_000, 100L - lost);
        LoadSummary.Operation ours = new LoadSummary.Operation(
                "http.echo",
                100,
                Map.of(Outcome.OK, 100L - lost),
                lost,
                service,
                service,
                OperationInterval.histogram(),
                Map.of());
        return CrossCheck.compare(ours, theirs, 100);
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
