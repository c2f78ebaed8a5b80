package dev.seaworthy.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StallTruthTest {
    private static final Duration NO_OFFSET = Duration.ZERO;

    @Test
    void is_what_a_pencil_finds_for_400_ms_in_each_4_s() {
        StallTruth truth = StallTruth.of(StallPlan.parse("400ms/4s"), 1000, Duration.ofSeconds(12), NO_OFFSET);

        // A tenth of all waits, evenly spread over 1 ms to 400 ms.
        assertThat(truth.arrivals()).isEqualTo(12_000);
        assertThat(truth.seconds(0.5)).isZero();
        assertThat(truth.seconds(0.9)).isZero();
        assertThat(truth.seconds(0.95)).isCloseTo(0.2, within(1.01e-3));
        assertThat(truth.seconds(0.99)).isCloseTo(0.36, within(1.01e-3));
        assertThat(truth.seconds(0.999)).isCloseTo(0.396, within(1.01e-3));
        assertThat(truth.seconds(1)).isEqualTo(0.4);
    }

    @Test
    void is_that_of_a_simulation_that_steps_through_time() {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<long[]> stalls = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int i = 0; i <= random.nextInt(3); i++) {
                long length = 1L + random.nextInt(300);
                long from = random.nextInt(2000);
                stalls.add(new long[] {from, from + length});
                text.append(i == 0 ? "" : ",")
                        .append(length)
                        .append("ms@")
                        .append(from)
                        .append("ms");
            }
            int everyMillis = 1 + random.nextInt(7);
            int arrivals = 200 + random.nextInt(400);
            StallTruth truth = StallTruth.of(
                    StallPlan.parse(text.toString()),
                    1000.0 / everyMillis,
                    Duration.ofMillis((long) everyMillis * arrivals),
                    NO_OFFSET);

            List<Long> responses = new ArrayList<>();
            for (int i = 0; i < arrivals; i++) {
                long waited = 0;
                while (isStalled(stalls, (long) i * everyMillis + waited)) {
                    waited++;
                }
                responses.add(waited);
            }
            responses.sort(null);
            assertThat(truth.arrivals()).as("seed %d, %s", seed, text).isEqualTo(arrivals);
            for (double q : new double[] {0.01, 0.5, 0.9, 0.99, 0.999, 1}) {
                long expected = responses.get((int) Math.ceil(q * arrivals - 1e-9) - 1);
                assertThat(truth.seconds(q))
                        .as("seed %d, %s, q %s", seed, text, q)
                        .isCloseTo(expected / 1e3, within(1e-6));
            }
        }
    }

    @Test
    void does_not_depend_on_where_a_run_over_whole_periods_begins() {
        StallPlan plan = StallPlan.parse("400ms/4s");
        double expected =
                StallTruth.of(plan, 500, Duration.ofSeconds(8), NO_OFFSET).seconds(0.99);
        for (int offset = 0; offset < 4000; offset += 130) {
            StallTruth shifted = StallTruth.of(plan, 500, Duration.ofSeconds(8), Duration.ofMillis(offset));
            assertThat(shifted.seconds(0.99)).isCloseTo(expected, within(2.1e-3));
        }
    }

    @Test
    void of_nothing_there_is_none() {
        assertThatThrownBy(() -> StallTruth.of(StallPlan.NONE, 1, Duration.ZERO, NO_OFFSET))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean isStalled(List<long[]> stalls, long at) {
        return stalls.stream().anyMatch(stall -> at >= stall[0] && at < stall[1]);
    }
}
