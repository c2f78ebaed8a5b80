package dev.seaworthy.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.wire.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wire engine on Gatling's own event loops, whatever transport these use. */
class RealWireTest {
    @TempDir
    private Path results;

    @Test
    void sends_the_contracts_requests_on_gatlings_loops_and_agrees_with_gatlings_client() throws Exception {
        try (SpyServer server = SpyServer.answering(200, 2)) {
            Reach reach = new Reach(
                    AllowList.of(List.of(server.uri())),
                    new RequestBudget(10_000),
                    new SecretVault(),
                    TimeSource.system(),
                    "test",
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    null);
            try (Wire wire = Wire.open(reach)) {
                RequestSpec spec = new RequestSpec(
                        "GET",
                        "http",
                        "/live",
                        Map.of(),
                        null,
                        null,
                        Map.of(RequestSpec.CredentialClass.VALID, List.of(200)));
                HttpOperation operation = new HttpOperation(
                        "live", spec, server.uri(), new AccountTokens(new Nobody(), reach.time()), wire, reach.time());
                LoadPlan plan = new LoadPlan(
                        List.of(new LoadPhase(
                                "closed",
                                List.of(operation.name()),
                                new LoadPhase.Shape.Closed(4),
                                Duration.ofSeconds(1))),
                        OperationCatalog.of(List.of(operation)),
                        new LoadPlan.Limits(reach.answerTimeout(), 100, 2000),
                        0,
                        LoadPlan.Engine.standard());

                LoadSummary.Operation done = new LoadRun(plan, IntervalSink.none(), reach.time(), results, tick -> {})
                        .run()
                        .phases()
                        .get(0)
                        .operations()
                        .get(0);

                assertThat(done.count(Outcome.OK))
                        .isEqualTo(done.scheduled())
                        .isEqualTo(server.seen().size())
                        .isPositive();

                List<RecordedRun.CrossCheck> rows =
                        CrossCheck.run(operation, 100, Duration.ofSeconds(1), reach, results);
                assertThat(rows.subList(0, 2)).allMatch(RecordedRun.CrossCheck::agrees);
            }
        }
    }

    private static final class Nobody implements Credentials {
        @Override
        public List<String> identities() {
            return List.of();
        }

        @Override
        public int accounts(String identity) {
            throw new IllegalArgumentException(identity);
        }

        @Override
        public CompletableFuture<Credential> obtain(String identity, long account) {
            throw new IllegalArgumentException(identity);
        }
    }
}
