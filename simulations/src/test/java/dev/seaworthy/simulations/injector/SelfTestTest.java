package dev.seaworthy.simulations.injector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.wire.LoadOptions;
import org.junit.jupiter.api.Test;

class SelfTestTest {
    private static final EchoStack STACK = new EchoStack(false, LoadOptions.STANDARD, 1024);

    private static int users(double planned) {
        return new SelfTest(STACK, CalibrationPlan.before(planned, 0.01), 10).users();
    }

    @Test
    void takes_as_many_users_as_the_rate_asks_for_and_no_more_than_the_process_has_descriptors_for() {
        assertThat(users(10)).isBetween(64, 512);
        assertThat(users(300)).isEqualTo(400);
        assertThat(users(20_000)).isEqualTo(512);
        assertThat(new SelfTest(STACK, null, 10).users()).isZero();
    }
}
