package dev.seaworthy.ratelimit.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.ratelimit.Examined;
import dev.seaworthy.ratelimit.confirm.Allowance;
import dev.seaworthy.ratelimit.confirm.Confirmed;
import dev.seaworthy.ratelimit.real.Peers.Place;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Declarations about published limiters, right ones and wrong ones. */
class RealDeclarationsIT {
    private static final String EXPRESS = "/express/none/15/4000";

    @TempDir
    private static Path folder;

    private static Peers peers;
    private static Examinations examinations;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start(folder);
        examinations = new Examinations();
        examinations.begin(trial("grid", Place.OWN, "/clock/20/5000").declared(20, 5));
        examinations.begin(trial("express", Place.EXPRESS, EXPRESS).confirming(15, 4));
        examinations.begin(trial("koa on Redis", Place.KOA, "/redis/14/4000").confirming(14, 4));
        examinations.begin(trial("log", Place.OWN, "/log/15/4000").confirming(15, 4));
        examinations.begin(trial("flexible on Redis", Place.EXPRESS, "/flexible-redis/12/3")
                .confirming(12, 3));
        examinations.begin(trial("too many", Place.EXPRESS, EXPRESS).confirming(20, 4));
        examinations.begin(trial("too few", Place.EXPRESS, EXPRESS).confirming(10, 4));
        examinations.begin(trial("too long", Place.EXPRESS, EXPRESS).confirming(15, 8));
        examinations.begin(trial("too short", Place.EXPRESS, EXPRESS).confirming(15, 2));
        examinations.begin(trial("bucket as a window", Place.NGINX, "/user").confirming(11, 2.2));
        examinations.begin(
                trial("weighted as a window", Place.OWN, "/weighted/20/4000").confirming(20, 4));
        examinations.begin(trial("bucket", Place.NGINX, "/user").declared(new Allowance.Bucket(11, 5)));
        examinations.begin(trial("bucket, too fast", Place.NGINX, "/user").declared(new Allowance.Bucket(11, 10)));
    }

    private static Trial trial(String name, Place place, String path) {
        return new Trial("declared " + name, peers.uri(place, path));
    }

    @AfterAll
    static void stop() {
        examinations.close();
        peers.close();
    }

    @ParameterizedTest
    @CsvSource({
        "express, FIXED_WINDOW",
        "flexible on Redis, FIXED_WINDOW",
        "koa on Redis, SLIDING_WINDOW",
        "log, SLIDING_WINDOW",
        "bucket, BUCKET",
    })
    void that_are_right_are_confirmed(String name, Confirmed.Form form) throws Exception {
        Confirmed confirmed = confirmed(name);

        assertThat(confirmed.result()).as(confirmed.text()).isEqualTo(Confirmed.Result.CONFIRMED);
        assertThat(confirmed.form()).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource({
        "too many, C1",
        "too few, C2",
        "too long, C3",
        "too short, C4",
        // True of no window: these give back little by little.
        "bucket as a window, C3",
        // Where on its grid the burst falls decides which test comes to see it.
        "weighted as a window, C",
    })
    void that_are_wrong_are_refuted_at_the_test_that_shows_it(String name, String test) throws Exception {
        assertThat(confirmed(name).text()).startsWith("REFUTED at " + test);
    }

    /** How much came back shows it at the latest after a whole rest. */
    @Test
    void of_a_bucket_that_is_refilled_too_slowly_are_refuted() throws Exception {
        assertThat(confirmed("bucket, too fast").result()).isEqualTo(Confirmed.Result.REFUTED);
    }

    @Test
    void of_a_window_on_the_clock_are_not_held_against_it() throws Exception {
        Examined seen = examinations.of("declared grid");

        assertThat(confirmed("grid").text()).startsWith("REFUTED at C3");
        var compared = Objects.requireNonNull(seen.identification()).compared(new Allowance.Window(20, 5));
        assertThat(compared)
                .as(seen.verdict().text())
                .hasValueSatisfying(
                        found -> assertThat(found.same()).as(found.detail()).isTrue());
    }

    private static Confirmed confirmed(String name) throws Exception {
        Confirmed confirmed =
                Objects.requireNonNull(examinations.of("declared " + name).confirmed());
        System.out.println("  " + confirmed.text());
        return confirmed;
    }
}
