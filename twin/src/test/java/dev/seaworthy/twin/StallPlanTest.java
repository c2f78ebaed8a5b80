package dev.seaworthy.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StallPlanTest {
    private static final long MS = 1_000_000;

    @ParameterizedTest(name = "{0} at {1} ms")
    @CsvSource(delimiter = '|', textBlock = """
            100ms/10s      | 0     | 0
            100ms/10s      | 4949  | 4949
            100ms/10s      | 4950  | 5050
            100ms/10s      | 5049  | 5050
            100ms/10s      | 5050  | 5050
            100ms/10s      | 24950 | 25050
            1.4s@5s        | 4999  | 4999
            1.4s@5s        | 5000  | 6400
            1.4s@5s        | 6400  | 6400
            1.4s@5s        | 11000 | 11000
            2s@0s,1s@1500ms | 100  | 2500
            1s@1s,1s@2s    | 1000  | 3000
            """)
    void holds_a_request_until_the_end_of_the_stall(String plan, long at, long release) {
        assertThat(StallPlan.parse(plan).releaseNanos(at * MS)).isEqualTo(release * MS);
    }

    @Test
    void never_holds_anybody_without_stalls() {
        assertThat(StallPlan.NONE.releaseNanos(17)).isEqualTo(17);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100ms/10s", "1.4s@5s", "400ms/4s,1.4s@5s", "0.5ms@0ms"})
    void is_written_as_it_is_read(String plan) {
        assertThat(StallPlan.parse(StallPlan.parse(plan).toString())).isEqualTo(StallPlan.parse(plan));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "100/10s", "100ms", "100ms/10s,", "10s/100ms", "1s/1s", "0ms/1s", "1s@-1s", "1e3s/9s"})
    void refuses_what_is_no_plan_in_one_line(String text) {
        assertThatThrownBy(() -> StallPlan.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains("stall").hasLineCount(1));
    }
}
