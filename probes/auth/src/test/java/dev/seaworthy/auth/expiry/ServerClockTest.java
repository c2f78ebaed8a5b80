package dev.seaworthy.auth.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServerClockTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00.300Z");

    @Test
    void halves_what_it_does_not_know_with_every_answer_around_the_tick() {
        for (double truth : new double[] {0, 0.42, -0.77, 17.9, -3.1}) {
            ServerClock clock = new ServerClock();
            Instant now = START;
            for (int i = 0; i < 6; i++) {
                observe(clock, now, truth);
                now = now.plus(clock.untilTelling(now)).plusMillis(2);
            }

            assertThat(clock.offset()).as("offset %s", truth).isCloseTo(truth, within(clock.error() + 0.001));
            assertThat(clock.error()).isLessThan(0.1);
            assertThat(clock.doubt()).isEmpty();
        }
    }

    @Test
    void says_in_one_line_that_a_clock_is_off_by_minutes() {
        ServerClock clock = new ServerClock();
        observe(clock, START, 184);

        assertThat(clock.doubt().orElseThrow())
                .contains("184 s ahead of this machine's")
                .doesNotContain("\n");
    }

    @Test
    void trusts_no_clocks_that_contradict_each_other_and_none_that_it_has_not_seen() {
        ServerClock clock = new ServerClock();
        assertThat(clock.doubt().orElseThrow()).contains("no Date");
        observe(clock, START, 0);
        observe(clock, START.plusSeconds(1), 8);

        assertThat(clock.doubt().orElseThrow()).contains("contradict");
    }

    private static void observe(ServerClock clock, Instant now, double offset) {
        Instant server = now.plus(Duration.ofMillis(1)).plusNanos((long) (offset * 1e9));
        clock.narrow(Instant.ofEpochSecond(server.getEpochSecond()), now, now.plusMillis(2));
    }
}
