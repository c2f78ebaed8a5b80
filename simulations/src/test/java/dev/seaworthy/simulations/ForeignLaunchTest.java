package dev.seaworthy.simulations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.gatling.app.Gatling$;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gatling's own main class runs a team's simulation, with Gatling's defaults: as {@code mvn gatling:test} does. It also
 * shows that {@link NetworkSpy} hears the calls home that {@link NetworkSilenceTest} does not find.
 */
class ForeignLaunchTest {
    @TempDir
    private Path results;

    @Test
    void performs_operations_beside_http_steps_and_gatling_calls_home_by_default() throws Exception {
        try (SpyServer server = SpyServer.answering(200, 0);
                NetworkSpy spy = NetworkSpy.install()) {
            System.setProperty("example.target", server.uri().toString());
            System.setProperty(CurrentLoad.ENVIRONMENT, "any.yaml");
            System.setProperty("gatling.http.warmUpUrl", "");
            ConfigFactory.invalidateCaches();
            int code;
            try {
                code = Gatling$.MODULE$.fromArgs(
                        new String[] {"-s", ExampleSimulation.class.getName(), "-rf", results.toString(), "-nr"});
            } finally {
                System.clearProperty("example.target");
                System.clearProperty("gatling.http.warmUpUrl");
                System.clearProperty(CurrentLoad.ENVIRONMENT);
            }

            assertThat(code).isZero();
            assertThat(server.seen())
                    .filteredOn(line -> line.contains("/health/live"))
                    .hasSize(20);
            // Twenty users echo once; the ten whose echo was right go on to a second.
            assertThat(TestOpener.SINK.counts()).containsEntry("simulation/ws.echo", 30L);
            assertThat(TestOpener.CLOSED).hasValue(1);
            assertThat(TestOpener.LEFT).hasValue(30);
            assertThat(spy.targets())
                    .as("version check and analytics")
                    .anyMatch(uri -> uri.contains("maven"))
                    .anyMatch(uri -> uri.contains("amplitude"));
        }
    }

    @Test
    void says_what_is_missing_without_an_environment() {
        assertThatThrownBy(() -> Seaworthy.operation("ws.echo"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("-Dseaworthy.environment=");
    }
}
