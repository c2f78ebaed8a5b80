package dev.seaworthy.ratelimit.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seaworthy.wire.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long EPOCH = NOW.getEpochSecond();

    @Test
    void reads_every_form_of_retry_after() {
        assertWait(read("Retry-After", "120"), "Retry-After", 120);
        assertWait(read("Retry-After", "Thu, 01 Jan 2026 00:00:30 GMT"), "Retry-After", 30);
        assertWait(read("Retry-After", "Thursday, 01-Jan-26 00:00:30 GMT"), "Retry-After", 30);
        assertWait(read("Retry-After", "Thu Jan  1 00:00:30 2026"), "Retry-After", 30);
        assertWait(read("Retry-After", "Wed, 31 Dec 2025 23:59:00 GMT"), "Retry-After", 0);
    }

    @Test
    void calls_a_retry_after_that_is_no_delay_a_defect() {
        assertDefect(read("Retry-After", "soon"), "is no number");
        assertDefect(read("Retry-After", "-1"), "is negative");
        assertDefect(read("Retry-After", "1.5"), "is not a whole number of seconds");
        assertDefect(read("Retry-After", Long.toString(EPOCH + 5)), "is an instant");
        assertThat(read("Retry-After", "-1").waits()).isEmpty();
    }

    @Test
    void reads_the_current_draft() {
        Announcement announced = read(
                "RateLimit-Policy",
                "\"burst\";q=100;w=60;qu=\"requests\";pk=:cHNsdXIK:, \"daily\";q=1000;w=86400",
                "RateLimit",
                "\"burst\";r=50;t=30");

        assertThat(announced.forms()).containsExactly("draft-08");
        assertThat(announced.quotas())
                .containsExactly(
                        new Announcement.Quota("RateLimit-Policy", 100, 60.0),
                        new Announcement.Quota("RateLimit-Policy", 1000, 86400.0));
        assertThat(announced.remaining()).containsExactly(new Announcement.Remaining("RateLimit", 50));
        assertWait(announced, "RateLimit", 30);
        assertThat(announced.defects()).isEmpty();
    }

    @Test
    void reads_the_older_drafts() {
        Announcement seventh = read("RateLimit", "limit=100, remaining=50, reset=50", "RateLimit-Policy", "100;w=60");
        assertThat(seventh.quotas())
                .containsExactly(
                        new Announcement.Quota("RateLimit", 100, null),
                        new Announcement.Quota("RateLimit-Policy", 100, 60.0));
        assertThat(seventh.forms()).containsExactly("draft-07");
        assertWait(seventh, "RateLimit", 50);

        Announcement sixth =
                read("RateLimit-Limit", "100, 100;w=60", "RateLimit-Remaining", "7", "RateLimit-Reset", "9");
        assertThat(sixth.quotas()).last().isEqualTo(new Announcement.Quota("RateLimit-Limit", 100, 60.0));
        assertThat(sixth.remaining()).containsExactly(new Announcement.Remaining("RateLimit-Remaining", 7));
        assertThat(sixth.forms()).containsExactly("draft-06");
        assertWait(sixth, "RateLimit-Reset", 9);

        Announcement eighth = read("RateLimit-Policy", "default;q=10;w=4");
        assertDefect(eighth, "without quotes");
        assertThat(eighth.quotas()).containsExactly(new Announcement.Quota("RateLimit-Policy", 10, 4.0));
    }

    @Test
    void finds_what_the_draft_forbids() {
        assertDefect(read("RateLimit-Policy", "\"a\";w=60"), "names no quota q");
        assertDefect(read("RateLimit-Policy", "\"a\";q=5;w=0"), "is no window above 0 s");
        assertDefect(read("RateLimit", "\"a\";t=3"), "says no remaining quota r");
        assertDefect(read("RateLimit", "\"a;r=3"), "is malformed");
        assertDefect(read("RateLimit", "\"a\";r=-3"), "is negative");
    }

    @Test
    void reads_the_forms_of_vendors() {
        Announcement github = read(
                "X-RateLimit-Limit",
                "60",
                "X-RateLimit-Remaining",
                "56",
                "X-RateLimit-Reset",
                Long.toString(EPOCH + 90));
        assertThat(github.quotas()).containsExactly(new Announcement.Quota("X-RateLimit-Limit", 60, null));
        assertWait(github, "X-RateLimit-Reset", 90);

        assertWait(read("x-rate-limit-reset", Long.toString((EPOCH + 5) * 1000)), "x-rate-limit-reset", 5);
        assertWait(read("X-RateLimit-Reset", "45"), "X-RateLimit-Reset", 45);
        assertWait(read("X-RateLimit-Reset-After", "1.25"), "X-RateLimit-Reset-After", 1.25);
        assertWait(read("X-Rate-Limit-Retry-After-Seconds", "0"), "X-Rate-Limit-Retry-After-Seconds", 0);
        assertThat(read("X-RateLimit-Limit-Minute", "20").quotas())
                .containsExactly(new Announcement.Quota("X-RateLimit-Limit-Minute", 20, 60.0));
        assertThat(read("X-RateLimit-Replenish-Rate", "4", "X-RateLimit-Burst-Capacity", "16")
                        .quotas())
                .containsExactly(
                        new Announcement.Quota("X-RateLimit-Replenish-Rate", 4, 1.0),
                        new Announcement.Quota("X-RateLimit-Burst-Capacity", 16, null));
        assertDefect(read("X-RateLimit-Reset", EPOCH + ".25"), "is a fraction of a second since 1970");
        assertThat(read("X-RateLimit-Resource", "core").defects()).isEmpty();
    }

    @Test
    void puts_retry_after_first_wherever_it_stands() {
        assertThat(read("RateLimit-Reset", "9", "Retry-After", "3").waits())
                .extracting(Announcement.Wait::field)
                .containsExactly("Retry-After", "RateLimit-Reset");
    }

    @Test
    void brackets_the_servers_clock_by_many_dates() {
        ServerClock clock = new ServerClock();
        Instant ahead = NOW.plusMillis(7_300);
        for (int i = 0; i < 40; i++) {
            Instant ours = NOW.plusMillis(170L * i);
            String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    ahead.plusMillis(170L * i).atOffset(ZoneOffset.UTC));
            clock.observe(Headers.NONE.with("Date", date), ours);
        }

        assertThat(Duration.between(NOW, clock.at(NOW)).toMillis()).isBetween(7_200L, 7_300L);
        assertThat(new ServerClock().at(NOW)).isEqualTo(NOW);
    }

    static Announcement read(String... fields) {
        Headers headers = Headers.NONE;
        for (int i = 0; i < fields.length; i += 2) {
            headers = headers.with(fields[i], fields[i + 1]);
        }
        return Announcement.in(headers, NOW);
    }

    private static void assertWait(Announcement announced, String field, double seconds) {
        assertThat(List.copyOf(announced.waits())).as("%s", announced).isNotEmpty();
        assertThat(announced.wait(field).orElseThrow().seconds()).isEqualTo(seconds, within(1e-6));
    }

    private static void assertDefect(Announcement announced, String fault) {
        assertThat(announced.defects())
                .extracting(Announcement.Defect::fault)
                .anySatisfy(text -> assertThat(text).contains(fault));
    }
}
