package dev.seaworthy.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.wire.Headers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PromiseTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void reads_seconds_and_all_three_forms_of_a_date() {
        assertThat(retryAfter("7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(retryAfter("Sun, 22 Nov 2026 10:00:05 GMT")).isEqualTo(Duration.ofSeconds(5));
        assertThat(retryAfter("Sunday, 22-Nov-26 10:00:05 GMT")).isEqualTo(Duration.ofSeconds(5));
        assertThat(retryAfter("Sun Nov 22 10:00:05 2026")).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void takes_a_date_in_the_past_as_now() {
        assertThat(retryAfter("Sun, 22 Nov 2026 09:00:00 GMT")).isEqualTo(Duration.ZERO);
    }

    @Test
    void says_of_what_it_cannot_read_that_it_cannot() {
        for (String value : new String[] {"soon", "-1", "1.5", "", "99999999999999999999"}) {
            Promise promise =
                    Promise.in(Headers.NONE.with("Retry-After", value), NOW).orElseThrow();
            assertThat(promise.silence()).as(value).isNull();
        }
    }

    @Test
    void reads_every_form_of_the_draft_and_its_ancestors() {
        assertThat(wait("RateLimit", "limit=15, remaining=0, reset=4")).isEqualTo(Duration.ofSeconds(4));
        assertThat(wait("RateLimit", "\"default\";r=0;t=3")).isEqualTo(Duration.ofSeconds(3));
        assertThat(wait("RateLimit-Reset", "9")).isEqualTo(Duration.ofSeconds(9));
        assertThat(wait("X-RateLimit-Reset", Long.toString(NOW.getEpochSecond() + 6)))
                .isEqualTo(Duration.ofSeconds(6));
        assertThat(wait("x-ratelimit-reset", Long.toString(NOW.toEpochMilli() + 250)))
                .isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void prefers_retry_after() {
        Headers both = Headers.NONE.with("RateLimit-Reset", "9").with("Retry-After", "2");

        assertThat(Promise.in(both, NOW).orElseThrow().field()).isEqualTo("Retry-After");
    }

    @Test
    void finds_no_promise_where_there_is_none() {
        assertThat(Promise.in(Headers.NONE.with("X-RateLimit-Remaining", "0"), NOW))
                .isEmpty();
    }

    private static Duration retryAfter(String value) {
        return wait("Retry-After", value);
    }

    private static Duration wait(String field, String value) {
        Duration wait =
                Promise.in(Headers.NONE.with(field, value), NOW).orElseThrow().silence();
        assertThat(wait).as(field + ": " + value).isNotNull();
        return wait == null ? Duration.ofDays(-1) : wait;
    }
}
