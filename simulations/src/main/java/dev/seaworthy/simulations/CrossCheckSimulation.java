package dev.seaworthy.simulations;

import static io.gatling.javaapi.core.CoreDsl.ByteArrayBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.wire.Header;
import dev.seaworthy.wire.HttpRequest;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The same request at the same rate, once through our engine and our clocks, once through Gatling's {@code http()} and
 * Gatling's. Both at the same time, so that the target's moods are common to both and only the instruments differ. Run by
 * {@link CrossCheck}.
 */
public final class CrossCheckSimulation extends Simulation {
    /** The name of Gatling's requests. */
    static final String THEIRS = "cross-check";

    private static final String REQUEST = "seaworthy.request";

    /** Called by Gatling. */
    public CrossCheckSimulation() {
        LoadSession load = CurrentLoad.require();
        LoadPhase phase = load.plan().phases().get(0);
        String name = phase.scenario().get(0);
        HttpOperation operation = (HttpOperation) load.plan().catalog().operation(name);
        List<PopulationBuilder> populations = new ArrayList<>();
        for (Population population : load.populations()) {
            populations.add(EnvironmentSimulation.population(load, population));
        }
        populations.add(theirs(operation, phase));
        setUp(populations)
                .protocols(http.disableWarmUp()
                        .disableCaching()
                        .disableFollowRedirect()
                        .shareConnections());
    }

    private static PopulationBuilder theirs(HttpOperation operation, LoadPhase phase) {
        HttpRequest sample = operation.request(settled(operation, 0));
        HttpRequestActionBuilder request = http(THEIRS)
                .httpRequest(sample.method(), session -> of(session).uri().toString())
                .check(status().in(operation.expected().toArray(Integer[]::new)));
        for (Header header : sample.headers().fields()) {
            request = request.header(
                    header.name(),
                    session -> of(session).headers().first(header.name()).orElseThrow());
        }
        if (sample.body().length > 0) {
            request = request.body(ByteArrayBody(session -> of(session).body()));
        }
        double rate = ((LoadPhase.Shape.Open) phase.shape()).perSecond();
        return scenario(THEIRS)
                .exec(session -> session.set(REQUEST, operation.request(settled(operation, session.userId()))))
                .exec(request)
                .injectOpen(constantUsersPerSec(rate).during(phase.duration()));
    }

    private static HttpRequest of(Session session) {
        HttpRequest request = session.get(REQUEST);
        if (request == null) {
            throw new IllegalStateException("the request is set by the step before");
        }
        return request;
    }

    /** Credentials were obtained before the run: nothing is waited for here. */
    private static @Nullable Credential settled(HttpOperation operation, long user) {
        CompletableFuture<Credential> credential = operation.credential(user);
        return credential == null ? null : credential.join();
    }
}
