package dev.seaworthy.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void grants_its_burst_and_then_its_rate() {
        TokenBucket bucket = new TokenBucket(20, 10, 0);
        for (int i = 0; i < 20; i++) {
            assertThat(bucket.take(0).granted()).isTrue();
        }
        TokenBucket.Grant refused = bucket.take(0);
        assertThat(refused.granted()).isFalse();
        assertThat(refused.waitNanos()).isEqualTo(SECOND / 10);
        assertThat(bucket.take(SECOND / 10).granted()).isTrue();
        assertThat(bucket.take(SECOND / 10).granted()).isFalse();
    }

    @Test
    void never_grants_more_than_burst_plus_rate_times_time() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int burst = 1 + random.nextInt(50);
            double rate = 1 + random.nextInt(100);
            TokenBucket bucket = new TokenBucket(burst, rate, 0);
            long now = 0;
            int granted = 0;
            for (int i = 0; i < 500; i++) {
                now += random.nextInt(40_000_000);
                TokenBucket.Grant grant = bucket.take(now);
                granted += grant.granted() ? 1 : 0;
                assertThat(grant.remaining()).isBetween(0, burst);
                assertThat((double) granted)
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(burst + rate * now / SECOND + 1e-6);
            }
        }
    }

    @Test
    void the_wait_that_it_names_is_enough() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            TokenBucket bucket = new TokenBucket(3, 1 + random.nextInt(100), 0);
            long now = 0;
            for (int i = 0; i < 50; i++) {
                TokenBucket.Grant grant = bucket.take(now);
                if (!grant.granted()) {
                    now += grant.waitNanos() + 1;
                    assertThat(bucket.take(now).granted()).as("seed %d", seed).isTrue();
                }
            }
        }
    }
}
