package dev.seaworthy.auth.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {
    /** Where one side is closed: 1 - 0.025^(1/n) for none of n; and the published table for 5 of 10 and 1 of 10. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 0.975",
        "0, 10, 0, 0.30850",
        "1, 10, 0.00253, 0.44502",
        "5, 10, 0.18709, 0.81291",
        "10, 10, 0.69150, 1",
        "0, 3000, 0, 0.0012289",
        "3000, 3000, 0.9987711, 1",
        "1, 1000, 0.0000253, 0.0055589"
    })
    void is_the_exact_interval(long k, long n, double low, double high) {
        Share share = Share.of(k, n);

        assertThat(share.low()).isCloseTo(low, within(5e-6));
        assertThat(share.high()).isCloseTo(high, within(5e-6));
    }

    @Test
    void covers_the_truth_at_least_nineteen_times_in_twenty() {
        Random random = new Random(3);
        int trials = 400;
        int covered = 0;
        for (int trial = 0; trial < trials; trial++) {
            double truth = random.nextDouble();
            int n = 1 + random.nextInt(400);
            int k = 0;
            for (int i = 0; i < n; i++) {
                k += random.nextDouble() < truth ? 1 : 0;
            }
            Share share = Share.of(k, n);
            covered += share.low() <= truth && truth <= share.high() ? 1 : 0;
            // What is above the interval of k is above that of n - k, mirrored.
            assertThat(Share.of(n - k, n).low()).isCloseTo(1 - share.high(), within(1e-9));
        }
        assertThat(covered).isGreaterThanOrEqualTo(trials * 95 / 100);
    }

    @Test
    void stays_between_0_and_1_and_around_the_share_for_numbers_of_any_size() {
        for (long n = 1; n <= 100_000_000L; n *= 10) {
            for (long k : new long[] {0, 1, n / 3, n / 2, n - 1, n}) {
                Share share = Share.of(k, n);
                assertThat(share.low()).isBetween(0.0, (double) k / n);
                assertThat(share.high()).isBetween((double) k / n, 1.0);
            }
        }
    }

    @Test
    void bounds_what_was_never_seen_by_the_rule_of_three() {
        assertThat(Share.bound95(3000)).isEqualTo(0.001);
        assertThat(Share.bound95(300)).isEqualTo(0.01);
        assertThat(Share.bound95(2)).isEqualTo(1);
        assertThat(Share.bound95(0)).isEqualTo(1);
    }

    @Test
    void is_told_in_percent() {
        assertThat(Share.percent(0)).isEqualTo("0 %");
        assertThat(Share.percent(0.001)).isEqualTo("0.100 %");
        assertThat(Share.of(0, 10)).hasToString("0 % to 30.8 %");
    }
}
