package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.settings.AuthSettings;
import dev.seaworthy.auth.settings.TransportSettings;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.config.Targets;
import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.testkit.TwinEnvironment;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The contract of the twin, pointed at a server that speaks TLS. */
final class TlsBench implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TwinEnvironment contract;
    private final RequestBudget budget = new RequestBudget(10_000);
    private final Bench bench;

    private TlsBench(URI https, @Nullable Path trust, TransportSettings transport, Duration patience) {
        this.contract = TwinEnvironment.at(URI.create("http://127.0.0.1:1"));
        Environment plain = contract.environment();
        Environment environment = new Environment(
                plain.name(),
                plain.description(),
                new Targets(https, null, https, trust),
                plain.identities(),
                plain.operations(),
                plain.probes(),
                plain.load(),
                plain.objectives(),
                plain.journeys(),
                plain.rails());
        Reach given = contract.reach();
        URI plainHttp = transport.plainHttp();
        Reach reach = new Reach(
                AllowList.of(plainHttp == null ? List.of(https) : List.of(https, plainHttp)),
                budget,
                given.vault(),
                given.time(),
                given.runId(),
                patience,
                patience,
                trust);
        this.bench = new Bench(settings(transport), new Surroundings(environment, contract.credentials(), reach, 7));
    }

    static TlsBench at(URI https, @Nullable Path trust, TransportSettings transport) {
        return new TlsBench(https, trust, transport, PATIENCE);
    }

    static TlsBench impatient(URI https) {
        return new TlsBench(https, null, TransportSettings.DEFAULTS, Duration.ofMillis(200));
    }

    private static AuthSettings settings(TransportSettings transport) {
        return new AuthSettings(
                "user",
                List.of("profile"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                transport,
                null);
    }

    /** What every check on TLS and plain HTTP finds, by id. */
    Map<String, Finding> findings() throws Exception {
        Map<String, Finding> findings = new TreeMap<>();
        for (AuthCheck check : TransportChecks.ALL) {
            String id = check.card().id();
            if (id.startsWith("auth.tls.") || id.startsWith("auth.http.")) {
                findings.put(id, check.run(bench, check.card().claim()));
            }
        }
        return findings;
    }

    /** What one check finds. */
    Finding finding(String id) throws Exception {
        for (AuthCheck check : TransportChecks.ALL) {
            if (check.card().id().equals(id)) {
                return Objects.requireNonNull(check.run(bench, check.card().claim()));
            }
        }
        throw new AssertionError("there is no check " + id);
    }

    /** How many requests and handshakes were sent. */
    long spent() {
        return budget.asked();
    }

    @Override
    public void close() {
        bench.close();
        contract.close();
    }
}
