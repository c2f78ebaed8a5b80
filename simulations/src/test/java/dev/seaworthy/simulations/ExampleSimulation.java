package dev.seaworthy.simulations;

import static dev.seaworthy.simulations.Seaworthy.operation;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * How a team's own simulation uses the environment's operations beside Gatling's DSL. Run with {@code
 * -Dseaworthy.environment=contract.yaml}; what the operations measure is recorded by Seaworthy and told to Gatling.
 */
public class ExampleSimulation extends Simulation {
    /** Called by Gatling. */
    public ExampleSimulation() {
        String target = System.getProperty("example.target", "http://127.0.0.1:7357");
        setUp(scenario("read, then chat")
                        .exec(http("live").get("/health/live").check(status().is(200)))
                        .exec(operation("ws.echo"))
                        .exitHereIfFailed()
                        .exec(operation("ws.echo"))
                        .injectOpen(constantUsersPerSec(20).during(Duration.ofSeconds(1))))
                .protocols(http.baseUrl(target));
    }
}
