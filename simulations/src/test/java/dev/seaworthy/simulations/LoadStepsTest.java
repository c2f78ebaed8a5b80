package dev.seaworthy.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.config.LoadPhase.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadStepsTest {
    private static final Duration TEN = Duration.ofSeconds(10);

    @Test
    void a_phase_of_constant_shape_is_one_step_whose_rate_is_that_of_all_its_populations() {
        assertThat(told(new Shape.Open(100), "one", "two", "three")).containsExactly("phase (300/s)");
        assertThat(told(new Shape.Closed(8), "one", "two")).containsExactly("phase (16 users)");
        assertThat(told(new Shape.Replay(List.of(Duration.ZERO, Duration.ofSeconds(1))), "one"))
                .containsExactly("phase (replay of 0.2/s)");
    }

    @Test
    void a_ramp_has_five_steps_with_the_rates_between_which_each_rises() {
        assertThat(told(new Shape.Ramp(20, 200), "one"))
                .containsExactly(
                        "phase, part 1 of 5 (20/s to 56/s)",
                        "phase, part 2 of 5 (56/s to 92/s)",
                        "phase, part 3 of 5 (92/s to 128/s)",
                        "phase, part 4 of 5 (128/s to 164/s)",
                        "phase, part 5 of 5 (164/s to 200/s)");
    }

    @Test
    void a_spike_is_told_from_what_is_before_and_after_it() {
        Shape spike = new Shape.Spike(50, 500, Duration.ofSeconds(4), Duration.ofSeconds(2));
        LoadSteps steps = LoadSteps.of(new LoadPhase("phase", List.of("one"), spike, TEN));

        assertThat(steps.at(nanos(3.999))).hasToString("phase, part 1 of 3 (50/s)");
        assertThat(steps.at(nanos(4))).hasToString("phase, part 2 of 3 (500/s)");
        assertThat(steps.at(nanos(5.999))).hasToString("phase, part 2 of 3 (500/s)");
        assertThat(steps.at(nanos(6))).hasToString("phase, part 3 of 3 (50/s)");
    }

    @Test
    void a_spike_at_the_edge_of_its_phase_has_no_empty_step() {
        assertThat(told(new Shape.Spike(50, 500, Duration.ZERO, Duration.ofSeconds(2)), "one"))
                .containsExactly("phase, part 1 of 2 (500/s)", "phase, part 2 of 2 (50/s)");
        assertThat(told(new Shape.Spike(50, 500, Duration.ofSeconds(8), Duration.ofSeconds(2)), "one"))
                .containsExactly("phase, part 1 of 2 (50/s)", "phase, part 2 of 2 (500/s)");
    }

    /** A turn may be intended a little before the phase's start, and its last ones end after it. */
    @Test
    void what_lies_outside_belongs_to_the_nearest_step() {
        LoadSteps steps = LoadSteps.of(new LoadPhase("phase", List.of("one"), new Shape.Ramp(0, 50), TEN));

        assertThat(steps.at(-1).part()).isEqualTo(1);
        assertThat(steps.at(nanos(3600)).part()).isEqualTo(LoadSteps.RAMP_PARTS);
    }

    private static List<String> told(Shape shape, String... populations) {
        LoadSteps steps = LoadSteps.of(new LoadPhase("phase", List.of(populations), shape, TEN));
        List<String> told = new ArrayList<>();
        for (long at = 0; at < TEN.toNanos(); at += 10_000_000) {
            String step = steps.at(at).toString();
            if (told.isEmpty() || !told.get(told.size() - 1).equals(step)) {
                told.add(step);
            }
        }
        return told;
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
