package dev.seaworthy.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.TimeSource;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.javaapi.core.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.prefs.Preferences;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of ours talks to its target and to nobody else; {@link ForeignLaunchTest} shows that the ears work. */
class NetworkSilenceTest {
    private static String target = "";

    @TempDir
    private Path results;

    /** Uses Gatling's HTTP client without switching anything off itself. */
    public static final class PlainSimulation extends Simulation {
        /** Called by Gatling. */
        public PlainSimulation() {
            setUp(scenario("plain").exec(http("get").get("/target")).injectOpen(atOnceUsers(3)))
                    .protocols(http.baseUrl(target));
        }
    }

    @Test
    void contacts_nothing_but_the_target_and_says_nothing_on_standard_output() throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (SpyServer server = SpyServer.answering(200, 0);
                NetworkSpy spy = NetworkSpy.install()) {
            target = server.uri().toString();
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            LoadPlan plan = new LoadPlan(
                    List.of(),
                    OperationCatalog.of(List.of()),
                    new LoadPlan.Limits(Duration.ofSeconds(1), 1, 1000),
                    0,
                    LoadPlan.Engine.standard());
            LoadSession load = new LoadSession(
                    new LoadContextOpener.Opened(plan, IntervalSink.none(), () -> {}), TimeSource.system());
            LoadRun.run(load, PlainSimulation.class.getName(), results, null);

            assertThat(spy.targets()).isEmpty();
            assertThat(server.seen()).hasSize(3).allMatch(line -> line.startsWith("GET /target "));
        } finally {
            System.setOut(out);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
        try (Stream<Path> written = Files.list(results)) {
            assertThat(written).isEmpty();
        }
    }

    @Test
    void trusts_no_stranger_and_speaks_no_old_tls() {
        GatlingConfiguration defaults = GatlingSeam.configuration();
        GatlingConfiguration ours = LoadRun.underOurSettings(GatlingSeam::configuration);

        assertThat(ours.ssl().useInsecureTrustManager()).isFalse();
        assertThat(defaults.ssl().useInsecureTrustManager()).isTrue();
        assertThat(ours.http().enableHostnameVerification()).isTrue();
        assertThat(defaults.http().enableHostnameVerification()).isFalse();
        assertThat(ours.ssl().enabledProtocols().mkString(",")).isEqualTo("TLSv1.3,TLSv1.2");
        assertThat(ours.data().enableAnalytics()).isFalse();
        assertThat(defaults.data().enableAnalytics()).isTrue();
        assertThat(ours.http().warmUpUrl().isEmpty()).isTrue();
        assertThat(defaults.http().warmUpUrl().isEmpty()).isFalse();
    }

    @Test
    void keeps_gatlings_main_class_from_asking_for_releases_by_a_note_in_memory() {
        Preferences note = new QuietPreferences().userRoot().node("/io/gatling/latestVersion");

        assertThat(note.getLong("lastCheckTimestamp", 0))
                .isGreaterThan(TimeSource.system().wallClock().toEpochMilli());
        assertThat(note.getBoolean("lastCheckSuccess", true)).isFalse();
    }
}
