package dev.seaworthy.ratelimit.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.ratelimit.Examined;
import dev.seaworthy.ratelimit.confirm.Confirmed;
import dev.seaworthy.ratelimit.identify.Confidence;
import dev.seaworthy.ratelimit.identify.Identification;
import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.real.Peers.Place;
import dev.seaworthy.wire.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that make it hard: nothing is claimed that was not seen. */
class RealTroublesIT {
    private static final String EXPRESS = "/express/none/15/4000";

    @TempDir
    private static Path folder;

    private static Peers peers;
    private static Examinations examinations;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start(folder);
        examinations = new Examinations();
        Trial shared = trial("another client", Place.EXPRESS, EXPRESS);
        examinations.begin(shared.name(), () -> besidesAnother(shared));
        examinations.begin(trial("changing", Place.OWN, "/changing/15/4000"));
        examinations.begin(trial("far", Place.FAR, EXPRESS));
        examinations.begin(trial("far and quick", Place.FAR, "/express/none/40/3000"));
        examinations.begin(trial("mortal", Place.MORTAL, "/window/15/4000"));
        examinations.begin(trial("none", Place.OWN, "/none"));
        examinations.begin(trial("soft, not told", Place.OWN, "/soft/12/3000"));
        examinations.begin(trial("soft, told", Place.OWN, "/soft/12/3000").refusing("\"error\":\"rate\""));
        Trial used = trial("used", Place.EXPRESS, "/express/none/10/3000").declared(10, 3);
        examinations.begin(used.name(), () -> usedUp(used));
        Trial spent = trial("spent", Place.OWN, "/window/10/600000");
        examinations.begin(spent.name(), () -> usedUp(spent));
    }

    private static Trial trial(String name, Place place, String path) {
        return new Trial("trouble " + name, peers.uri(place, path));
    }

    /** Somebody else uses the same key, 0.7 times a second. */
    private static Examined besidesAnother(Trial trial) throws InterruptedException, IOException {
        ScheduledExecutorService other = Executors.newSingleThreadScheduledExecutor();
        try (Wire wire = Trial.wire(trial.uri())) {
            Runnable ask = () -> {
                var unusedAnswer = wire.send(trial.request());
            };
            var unused = other.scheduleAtFixedRate(ask, 300, 1_430, TimeUnit.MILLISECONDS);
            Examined seen = trial.run();
            other.shutdown();
            assertThat(other.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
            return seen;
        } finally {
            other.shutdownNow();
        }
    }

    private static Examined usedUp(Trial trial) throws InterruptedException, IOException {
        try (Wire wire = Trial.wire(trial.uri())) {
            for (int used = 0; used < 12; used++) {
                wire.exchange(trial.request());
            }
        }
        return trial.run();
    }

    @AfterAll
    static void stop() {
        examinations.close();
        peers.close();
    }

    private static Examined seen(String name) throws Exception {
        Examined seen = examinations.of("trouble " + name);
        System.out.println(seen.verdict().text().indent(4));
        return seen;
    }

    @Test
    void no_limit_is_not_called_none() throws Exception {
        Examined seen = seen("none");

        assertThat(seen.enforced()).isEqualTo("NOT_OBSERVED");
        assertThat(seen.verdict().text()).startsWith("NOT OBSERVED").contains("all admitted: refutes up to");
        assertThat(seen.frontier().last().admitted())
                .isEqualTo(seen.journal().entries().size());
        assertThat(seen.verdict().json().path("model").isNull()).isTrue();
    }

    @Test
    void refusals_with_status_200_are_seen_only_by_whom_they_are_told() throws Exception {
        assertThat(seen("soft, not told").enforced()).isEqualTo("NOT_OBSERVED");

        Examined told = seen("soft, told");
        isWindow(told, 12, 3);
        assertThat(told.verdict().json().at("/rejection/kind").asText()).isEqualTo("BODY");
    }

    @Test
    void a_used_key_is_given_time_to_rest() throws Exception {
        Confirmed confirmed = Objects.requireNonNull(seen("used").confirmed());

        assertThat(confirmed.result()).as(confirmed.text()).isEqualTo(Confirmed.Result.CONFIRMED);
    }

    @Test
    void a_key_that_stays_refused_is_not_examined() throws Exception {
        Examined seen = seen("spent");

        assertThat(seen.journal().entries()).hasSize(2);
        assertThat(seen.stopped()).contains("the key was used up before");
        assertThat(seen.identification()).isNull();
    }

    @Test
    void another_client_on_the_same_key_takes_the_certainty() throws Exception {
        assertThat(identified("another client").confidence()).isNotEqualTo(Confidence.HIGH);
    }

    @Test
    void a_limiter_that_changes_is_not_known() throws Exception {
        assertThat(identified("changing").confidence()).isNotEqualTo(Confidence.HIGH);
    }

    @Test
    void a_target_that_goes_down_stops_it() throws Exception {
        Examined seen = seen("mortal");

        assertThat(seen.stopped()).contains("the target failed");
        assertThat(seen.journal().entries()).hasSizeLessThan(70);
        assertThat(Objects.requireNonNull(seen.identification()).confidence()).isNotEqualTo(Confidence.HIGH);
    }

    @Test
    void distance_does_not_matter() throws Exception {
        isWindow(seen("far"), 15, 4);
        isWindow(seen("far and quick"), 40, 3);
    }

    private static Identification identified(String name) throws Exception {
        return Objects.requireNonNull(seen(name).identification());
    }

    private static void isWindow(Examined seen, double quota, double seconds) {
        Truth truth = new Truth(
                "window",
                Place.OWN,
                "/",
                LimiterClass.FWF,
                Map.of("quota", quota, "windowSeconds", seconds),
                Integer.MAX_VALUE);
        assertThat(truth.wrong(seen.verdict().json().path("model")))
                .as(seen.verdict().text())
                .isEmpty();
    }
}
