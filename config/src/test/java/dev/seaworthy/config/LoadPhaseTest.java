package dev.seaworthy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seaworthy.config.LoadPhase.Shape;
import dev.seaworthy.config.LoadPhase.Spacing;
import dev.seaworthy.kernel.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoadPhaseTest {
    private static final Duration WHOLE = Duration.ofSeconds(20);

    static Stream<Shape.Arriving> arriving() {
        return Stream.of(
                new Shape.Open(50),
                new Shape.Ramp(10, 90),
                new Shape.Spike(20, 200, Duration.ofSeconds(5), Duration.ofSeconds(2)),
                new Shape.Spike(20, 200, Duration.ofSeconds(19), Duration.ofSeconds(9)));
    }

    private static long arrivals(Schedule schedule) {
        long index = 0;
        while (schedule.offsetNanos(index) < WHOLE.toNanos()) {
            index++;
        }
        return index;
    }

    @ParameterizedTest
    @MethodSource("arriving")
    void schedules_as_many_arrivals_as_its_mean_rate_says(Shape.Arriving shape) {
        LoadPhase phase = new LoadPhase("phase", List.of("a"), shape, WHOLE);

        assertThat((double) arrivals(phase.schedule(1)))
                .isCloseTo(shape.meanPerSecond(WHOLE) * WHOLE.toSeconds(), within(1.0));
    }

    @ParameterizedTest
    @MethodSource("arriving")
    void spaces_at_random_with_the_same_rate_and_the_same_each_time(Shape.Arriving shape) {
        LoadPhase phase = new LoadPhase("phase", List.of("a"), shape, Spacing.POISSON, WHOLE);
        double expected = shape.meanPerSecond(WHOLE) * WHOLE.toSeconds();

        long seven = arrivals(phase.schedule(7));

        assertThat((double) seven).isCloseTo(expected, within(5 * Math.sqrt(expected)));
        assertThat(phase.schedule(7).offsetNanos(100))
                .isEqualTo(phase.schedule(7).offsetNanos(100));
        assertThat(phase.schedule(8).offsetNanos(100))
                .isNotEqualTo(phase.schedule(7).offsetNanos(100));
    }

    @Test
    void replays_what_it_was_given_and_knows_its_busiest_second() {
        Shape.Replay replay = new Shape.Replay(
                Stream.of(0, 900, 950, 1800, 1899, 5000).map(Duration::ofMillis).toList());
        Schedule schedule = new LoadPhase("phase", List.of("a"), replay, WHOLE).schedule(1);

        assertThat(schedule.offsetNanos(3)).isEqualTo(1_800_000_000L);
        assertThat(schedule.offsetNanos(6)).isEqualTo(Schedule.NEVER);
        assertThat(replay.peakPerSecond()).isEqualTo(4);
        assertThat(replay.meanPerSecond(Duration.ofSeconds(2))).isEqualTo(2.5);
    }

    @Test
    void has_no_schedule_for_a_closed_shape() {
        LoadPhase phase = new LoadPhase("phase", List.of("a"), new Shape.Closed(3), WHOLE);
        assertThatThrownBy(() -> phase.schedule(1)).isInstanceOf(IllegalStateException.class);
    }
}
