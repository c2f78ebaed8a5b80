package dev.seaworthy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final VirtualTime time = VirtualTime.startingAt(START);

    @Test
    void stands_until_it_is_moved() {
        long before = time.nanos();

        assertThat(time.nanos()).isEqualTo(before);
        time.advance(Duration.ofSeconds(3));
        assertThat(time.nanos() - before).isEqualTo(3_000_000_000L);
        assertThat(time.wallClock()).isEqualTo(START.plusSeconds(3));
    }

    @Test
    void overflows_as_a_monotonic_clock_may() {
        long before = time.nanos();
        time.advance(Duration.ofSeconds(5));

        assertThat(time.nanos()).isNegative();
        assertThat(time.nanos() - before).isEqualTo(5_000_000_000L);
    }

    @Test
    void steps_the_wall_clock_back_without_moving_monotonic_time() {
        long before = time.nanos();
        time.stepWallClock(Duration.ofSeconds(-10));

        assertThat(time.wallClock()).isEqualTo(START.minusSeconds(10));
        assertThat(time.nanos()).isEqualTo(before);
        assertThatIllegalArgumentException().isThrownBy(() -> time.advance(Duration.ofNanos(-1)));
    }
}
