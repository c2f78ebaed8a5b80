package dev.seaworthy.ratelimit.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.ratelimit.Examined;
import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.real.Peers.Place;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Limiters are identified without being told anything about them. */
class RealLimitersIT {
    @TempDir
    private static Path folder;

    private static Peers peers;
    private static Examinations examinations;

    static Stream<Truth> limiters() {
        return Stream.of(
                // The longest ones first.
                window("rate-limiter-flexible with a block", Place.EXPRESS, "/flexible-block/10/2/6", 'B', 10, 2, 210),
                window("@fastify/rate-limit continueExceeding", Place.FASTIFY, "/exceeding/10/3000", 'X', 10, 3, 150),
                window("express-rate-limit", Place.EXPRESS, "/express/draft-8/15/4000", 'F', 15, 4, 288),
                window("@fastify/rate-limit", Place.FASTIFY, "/10/3000", 'F', 10, 3, 234),
                window("koa-ratelimit in memory", Place.KOA, "/memory/14/4000", 'F', 14, 4, 167),
                window("koa-ratelimit on Redis", Place.KOA, "/redis/14/4000", 'S', 14, 4, 156),
                window("rate-limiter-flexible on Redis", Place.EXPRESS, "/flexible-redis/12/3", 'F', 12, 3, 183),
                window("window on the clock", Place.OWN, "/clock/20/5000", 'C', 20, 5, 232),
                window("sliding log", Place.OWN, "/log/15/4000", 'S', 15, 4, 157),
                window("sliding log that counts refusals", Place.OWN, "/strict-log/10/3000", 'L', 10, 3, 111),
                window("weighted counter", Place.OWN, "/weighted/20/4000", 'W', 20, 4, 397),
                window("HAProxy http_req_rate", Place.HAPROXY, "/four", 'H', 15, 4, 135),
                bucket("nginx limit_req", "/user", 11, 5, 122),
                bucket("nginx limit_req per address, 503", "/address", 6, 2, 97),
                window("express-rate-limit, a long one", Place.EXPRESS, "/express/none/9/7000", 'F', 9, 7, 288),
                window("@fastify/rate-limit, a quick one", Place.FASTIFY, "/25/2000", 'F', 25, 2, 350),
                window("koa-ratelimit on Redis, a small one", Place.KOA, "/redis/5/6000", 'S', 5, 6, 156),
                window(
                        "rate-limiter-flexible with a short block",
                        Place.EXPRESS,
                        "/flexible-block/6/1/3",
                        'B',
                        6,
                        1,
                        210),
                window("HAProxy, a quick one", Place.HAPROXY, "/two", 'H', 24, 2, 200),
                bucket("nginx limit_req, a slow one", "/slow", 8, 1.5, 122));
    }

    private static Truth window(String name, Place place, String path, char kind, int quota, double seconds, int most) {
        Map<String, Double> parameters = new LinkedHashMap<>();
        parameters.put("quota", (double) quota);
        LimiterClass found = switch (kind) {
            case 'F' -> LimiterClass.FWF;
            case 'C' -> LimiterClass.FWA;
            case 'S' -> LimiterClass.SL;
            case 'L' -> LimiterClass.SLC;
            case 'W' -> LimiterClass.SWC;
            case 'H' -> LimiterClass.SWCAC;
            case 'B' -> LimiterClass.BAN;
            default -> LimiterClass.BANX;
        };
        parameters.put("windowSeconds", seconds);
        if (found == LimiterClass.BAN || found == LimiterClass.BANX) {
            parameters.put("blockSeconds", found == LimiterClass.BAN ? 3 * seconds : seconds);
        }
        return new Truth(name, place, path, found, parameters, most);
    }

    private static Truth bucket(String name, String path, double burst, double rate, int most) {
        Map<String, Double> parameters = Map.of("capacity", burst, "ratePerSecond", rate);
        return new Truth(name, Place.NGINX, path, LimiterClass.TB, parameters, most);
    }

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start(folder);
        examinations = new Examinations();
        limiters()
                .forEach(truth -> examinations.begin(
                        new Trial(truth.name(), peers.uri(truth.place(), truth.path())).identifying()));
    }

    @AfterAll
    static void stop() {
        examinations.close();
        peers.close();
    }

    @ParameterizedTest
    @MethodSource("limiters")
    void is_identified_with_its_parameters(Truth truth) throws Exception {
        Examined seen = examinations.of(truth.name());

        JsonNode model = seen.verdict().json().path("model");
        assertThat(truth.wrong(model)).as(seen.verdict().text()).isEmpty();
        assertThat(seen.journal().entries().size()).isLessThanOrEqualTo(600);
        assertThat(seen.journal().seconds()).isLessThan(121);
    }

    @Test
    void tells_of_a_refusal_that_is_not_the_standard_one() throws Exception {
        Examined seen = examinations.of("nginx limit_req per address, 503");

        assertThat(seen.enforced()).isEqualTo("YES");
        assertThat(seen.verdict().text()).contains("refuses with status 503 instead of 429");
        assertThat(seen.verdict().json().at("/rejection/standard").asBoolean(true))
                .isFalse();
    }
}
