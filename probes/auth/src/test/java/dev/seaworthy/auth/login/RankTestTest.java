package dev.seaworthy.auth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RankTestTest {
    @Test
    void gives_what_tables_and_other_programs_give() {
        // U = 6 of 60; with the correction for continuity z = 2.5489, and two-sided p = 0.010805.
        RankTest test = RankTest.of(new long[] {1, 2, 4, 5, 8, 9}, new long[] {3, 7, 10, 11, 12, 13, 14, 15, 16, 17});

        assertThat(test.superiority()).isCloseTo(6.0 / 60, within(1e-9));
        assertThat(test.p()).isCloseTo(0.010805, within(1e-5));
    }

    @Test
    void counts_ties_half() {
        RankTest test = RankTest.of(new long[] {1, 2, 3}, new long[] {1, 2, 3});

        assertThat(test.superiority()).isCloseTo(0.5, within(1e-9));
        assertThat(test.p()).isCloseTo(1, within(1e-6));
        assertThat(RankTest.of(new long[] {5, 5}, new long[] {5, 5}).p()).isCloseTo(1, within(1e-6));
    }

    @Test
    void finds_a_plain_shift_and_no_effect_where_there_is_none() {
        Random random = new Random(3);
        long[] one = LongStream.generate(() -> 1_000 + random.nextInt(500))
                .limit(100)
                .toArray();
        long[] other = LongStream.generate(() -> 1_000 + random.nextInt(500))
                .limit(100)
                .toArray();
        long[] slower = LongStream.of(other).map(value -> value + 300).toArray();

        assertThat(RankTest.of(one, other).superiority()).isBetween(0.4, 0.6);
        assertThat(RankTest.of(slower, one).superiority()).isGreaterThan(0.8);
        assertThat(RankTest.of(slower, one).p()).isLessThan(0.001);
    }
}
