package dev.seaworthy.ratelimit.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.ratelimit.Examined;
import dev.seaworthy.ratelimit.header.HeaderFinding;
import dev.seaworthy.ratelimit.header.PromiseCheck;
import dev.seaworthy.ratelimit.real.Peers.Place;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the headers of published limiters tell the truth. */
class RealHeadersIT {
    @TempDir
    private static Path folder;

    private static Peers peers;
    private static Examinations examinations;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start(folder);
        examinations = new Examinations();
        // Told nothing: a block is not declared, and a window on the clock is not confirmed.
        examinations.begin(trial("flexible with a block", Place.EXPRESS, "/flexible-block/10/2/6")
                .lasting(240));
        examinations.begin(trial("clock", Place.OWN, "/clock/20/5000").declared(20, 5));
        // These announce what they allow, and for how long.
        examinations.begin(trial("express draft-8", Place.EXPRESS, "/express/draft-8/15/4000"));
        examinations.begin(trial("express draft-7", Place.EXPRESS, "/express/draft-7/8/3000"));
        examinations.begin(trial("fastify", Place.FASTIFY, "/10/3000").declared(10, 3));
        examinations.begin(trial("koa in memory", Place.KOA, "/memory/14/4000").declared(14, 4));
        examinations.begin(trial("koa on Redis", Place.KOA, "/redis/14/4000").declared(14, 4));
        examinations.begin(trial("liar", Place.OWN, "/liar/12/5000").declared(12, 5));
        examinations.begin(trial("nginx", Place.NGINX, "/address")
                .declared(new dev.seaworthy.ratelimit.confirm.Allowance.Bucket(6, 2)));
    }

    private static Trial trial(String name, Place place, String path) {
        return new Trial("headers of " + name, peers.uri(place, path)).withHeaders();
    }

    @AfterAll
    static void stop() {
        examinations.close();
        peers.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"express draft-8", "express draft-7", "fastify", "flexible with a block", "clock"})
    void that_keep_their_promises_are_said_to(String name) throws Exception {
        Examined seen = headers(name);

        assertThat(seen.headers().promisesTested())
                .as(seen.verdict().text())
                .isNotEmpty()
                .allMatch(PromiseCheck::admitted);
        assertThat(seen.headers().findings()).as(seen.verdict().text()).isEmpty();
    }

    @Test
    void that_tell_whole_seconds_rounded_down_send_clients_back_too_early() throws Exception {
        HeaderFinding found = finding(headers("koa in memory"), "H3", "Retry-After");

        assertThat(found.severity()).isEqualTo("HIGH");
        assertThat(Objects.requireNonNull(found.late())[0]).isGreaterThanOrEqualTo(0.25);
        assertThat(found.late()[1]).isLessThanOrEqualTo(1);
    }

    /** Its X-RateLimit-Reset is rounded down as well, which shows only where the end is no whole second by chance. */
    @Test
    void of_a_sliding_log_promise_too_early() throws Exception {
        assertThat(finding(headers("koa on Redis"), "H3", "Retry-After").severity())
                .isEqualTo("HIGH");
    }

    @Test
    void none_of_which_is_true_are_all_found() throws Exception {
        Examined seen = headers("liar");

        assertThat(finding(seen, "H1", "RateLimit-Limit").text()).isEqualTo("says 100, admits 12");
        assertThat(finding(seen, "H2", "RateLimit-Remaining").severity()).isEqualTo("MEDIUM");
        HeaderFinding promise = finding(seen, "H3", "Retry-After");
        assertThat(promise.severity()).isEqualTo("HIGH");
        assertThat(Objects.requireNonNull(promise.late())[0]).isBetween(1.0, 4.0);
        assertThat(finding(seen, "H3", "RateLimit-Reset").severity()).isEqualTo("HIGH");
    }

    @Test
    void that_are_missing_are_told_of() throws Exception {
        Examined seen = headers("nginx");

        assertThat(finding(seen, "H6", "Retry-After").text()).isEqualTo("no refusal says when to come back");
        assertThat(seen.headers().promisesTested()).isEmpty();
    }

    private static HeaderFinding finding(Examined seen, String id, String field) {
        return seen.headers().findings().stream()
                .filter(found -> found.id().equals(id) && found.field().equalsIgnoreCase(field))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + " of " + field + ": "
                        + seen.headers().findings() + seen.verdict().text()));
    }

    private static Examined headers(String name) throws Exception {
        Examined seen = examinations.of("headers of " + name);
        System.out.println(
                "  " + seen.headers().promisesTested() + seen.headers().findings());
        return seen;
    }
}
