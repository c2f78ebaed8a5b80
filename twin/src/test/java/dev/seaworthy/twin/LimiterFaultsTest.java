package dev.seaworthy.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the faults of the search limit change, and nothing else, on a clock that stands still until it is moved. */
class LimiterFaultsTest {
    private static final long MILLI = 1_000_000L;

    private long now = Long.MAX_VALUE - 50 * MILLI;

    @Test
    void each_caller_has_a_bucket_unless_it_is_shared() {
        Limiter healthy = limiter();
        assertThat(admitted(healthy, "ada", 30)).isEqualTo(20);
        assertThat(admitted(healthy, "linus", 30)).isEqualTo(20);

        Limiter shared = limiter(Fault.LIMIT_SHARED);
        assertThat(admitted(shared, "ada", 30)).isEqualTo(20);
        assertThat(admitted(shared, "linus", 30)).isZero();
    }

    @Test
    void a_forwarded_address_opens_another_bucket_with_the_fault_only() {
        HttpHeaders forwarded = new DefaultHttpHeaders().add("X-Forwarded-For", "192.0.2.7");
        Limiter healthy = limiter();
        Limiter fooled = limiter(Fault.LIMIT_BY_FORWARDED);
        assertThat(admitted(healthy, "ada", 30)).isEqualTo(20);
        assertThat(admitted(fooled, "ada", 30)).isEqualTo(20);

        assertThat(admits(healthy, "ada", call(forwarded, "c1"))).isFalse();
        assertThat(admits(fooled, "ada", call(forwarded, "c1"))).isTrue();
    }

    @Test
    void connections_that_come_together_all_pass_with_the_fault_only() {
        Limiter healthy = limiter();
        Limiter racy = limiter(Fault.LIMIT_RACY);
        int[] passed = new int[2];
        for (int i = 0; i < 45; i++) {
            passed[0] += admits(healthy, "ada", call(new DefaultHttpHeaders(), "c" + i)) ? 1 : 0;
            passed[1] += admits(racy, "ada", call(new DefaultHttpHeaders(), "c" + i)) ? 1 : 0;
        }
        assertThat(passed).containsExactly(20, 45);

        now += 20 * MILLI;
        assertThat(admits(racy, "ada", call(new DefaultHttpHeaders(), "late")))
                .as("what was taken is known by now")
                .isFalse();
        assertThat(admitted(limiter(Fault.LIMIT_RACY), "ada", 45))
                .as("over one connection")
                .isEqualTo(20);
    }

    @Test
    void a_refusal_locks_for_six_seconds_or_for_400_ms_with_the_faults_only() {
        assertThat(againAfter(limiter(), 150)).isTrue();
        assertThat(againAfter(limiter(Fault.RETRY_AFTER_EARLY), 350)).isFalse();
        assertThat(againAfter(limiter(Fault.RETRY_AFTER_EARLY), 450)).isTrue();
        assertThat(againAfter(limiter(Fault.LIMIT_LOCKS), 5_900)).isFalse();
        assertThat(againAfter(limiter(Fault.LIMIT_LOCKS), 6_100)).isTrue();
    }

    @Test
    void other_traffic_opens_the_limit_with_the_fault_only() {
        Limiter healthy = limiter();
        Limiter opening = limiter(Fault.LIMIT_OPENS);
        assertThat(admitted(opening, "ada", 30)).as("at rest").isEqualTo(20);
        for (Limiter limiter : new Limiter[] {healthy, opening}) {
            for (int i = 0; i < 31; i++) {
                var unused = limiter.admit(Limiter.Policy.GENERAL, "ada", call(new DefaultHttpHeaders(), "c"));
            }
        }

        assertThat(admitted(healthy, "linus", 40)).isEqualTo(20);
        assertThat(admitted(opening, "linus", 40)).isEqualTo(40);
        now += 1_001 * MILLI;
        assertThat(admitted(opening, "grace", 40)).as("a second later").isEqualTo(20);
    }

    private boolean againAfter(Limiter limiter, long millis) {
        assertThat(admitted(limiter, "ada", 21)).isEqualTo(20);
        now += millis * MILLI;
        return admits(limiter, "ada", call(new DefaultHttpHeaders(), "c1"));
    }

    private Limiter limiter(Fault... faults) {
        return new Limiter(TwinSettings.defaults().withFaults(Set.of(faults)), () -> now);
    }

    private static int admitted(Limiter limiter, String caller, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += admits(limiter, caller, call(new DefaultHttpHeaders(), "c1")) ? 1 : 0;
        }
        return admitted;
    }

    private static boolean admits(Limiter limiter, String caller, Call call) {
        try {
            var unused = limiter.admit(Limiter.Policy.SEARCH, caller, call);
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    private static Call call(HttpHeaders headers, String connection) {
        return new Call(
                "GET",
                HttpVersion.HTTP_1_1,
                "/api/search",
                Map.of(),
                headers,
                new byte[0],
                "127.0.0.1:1",
                "127.0.0.1",
                connection,
                true);
    }
}
