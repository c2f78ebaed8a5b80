package dev.seaworthy.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.config.Rate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeclaredLimitTest {
    private static final Rate TEN = new Rate(10, Duration.ofSeconds(1));

    @Test
    void is_a_bucket_or_a_window_or_to_be_identified() {
        assertThat(limit(20, TEN, null, null).text()).isEqualTo("bursts of 20, refilled at 10/s");
        assertThat(limit(null, null, 15, Duration.ofSeconds(4)).text()).isEqualTo("15 per 4 s");

        assertThatThrownBy(() -> limit(20, TEN, 15, Duration.ofSeconds(4))).hasMessageContaining("either");
        assertThatThrownBy(() -> limit(20, null, null, null)).hasMessageContaining("{burst: 20, refill: 10/s}");
        assertThat(limit(null, null, null, null).declaration())
                .as("to be identified")
                .isEmpty();
    }

    @Test
    void refuses_amounts_that_admit_nothing() {
        assertThatThrownBy(() -> limit(0, TEN, null, null)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> limit(5, new Rate(0, Duration.ofSeconds(1)), null, null))
                .hasMessageContaining("never refills");
        assertThatThrownBy(() -> limit(null, null, 5, Duration.ZERO)).hasMessageContaining("above zero");
    }

    @Test
    void knows_when_it_is_rested() {
        assertThat(limit(20, TEN, null, null)
                        .declaration()
                        .orElseThrow()
                        .allowance()
                        .recovery())
                .isEqualTo(2);
        assertThat(limit(null, null, 15, Duration.ofSeconds(4))
                        .declaration()
                        .orElseThrow()
                        .allowance()
                        .recovery())
                .isEqualTo(4);
    }

    @Test
    void names_no_limit_twice() {
        DeclaredLimit one = limit(20, TEN, null, null);

        assertThatThrownBy(() -> new RateLimitSettings(List.of(one, one))).hasMessageContaining("search twice");
        assertThatThrownBy(() -> new RateLimitSettings(List.of())).hasMessageContaining("no limit");
    }

    private static DeclaredLimit limit(
            @Nullable Integer burst, @Nullable Rate refill, @Nullable Integer quota, @Nullable Duration per) {
        return new DeclaredLimit(
                "search",
                "search",
                burst,
                refill,
                quota,
                per,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Order.Mode.AUTO,
                List.of(),
                null,
                null);
    }
}
