package dev.seaworthy.ratelimit.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.seaworthy.ratelimit.Examination;
import dev.seaworthy.ratelimit.Examined;
import dev.seaworthy.ratelimit.Order;
import dev.seaworthy.ratelimit.scope.Usual;
import dev.seaworthy.ratelimit.session.Deciding;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.VirtualTarget;
import dev.seaworthy.wire.Headers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Truthful headers are not accused; lies are found. */
class HeaderTruthTest {
    private static final Order ORDER = new Order(
            new Usual("GET", "/", "127.0.0.1", Usual.Credential.NONE, false),
            null,
            Order.Mode.ALWAYS,
            Set.of(Order.Part.HEADERS),
            false);

    private static final Instant START = Instant.parse("2026-01-01T00:00:00.300Z");
    private static final int QUOTA = 10;
    private static final long WINDOW = 3_000;

    /** A window opened by its first request, that knows what it should announce. */
    private static final class Truth implements Deciding {
        private long ends = Long.MIN_VALUE;
        private int used;

        @Override
        public boolean admits(long nanos) {
            long now = nanos / 1_000_000;
            if (now >= ends) {
                ends = now + WINDOW;
                used = 0;
            }
            used++;
            return used <= QUOTA;
        }

        long leftMillis(long nanos) {
            return ends - nanos / 1_000_000;
        }

        int remaining() {
            return Math.max(0, QUOTA - used);
        }
    }

    @Test
    void does_not_accuse_a_truthful_limiter_in_any_form() throws Exception {
        List<Function<Truth, VirtualTarget.Announcing>> forms = List.of(
                truth -> (nanos, admitted) ->
                        refusal(admitted, "Retry-After", Long.toString(ceiling(truth.leftMillis(nanos)))),
                truth -> (nanos, admitted) -> Headers.NONE
                        .with("RateLimit-Policy", "\"default\";q=10;w=3")
                        .with(
                                "RateLimit",
                                "\"default\";r=" + truth.remaining() + ";t=" + ceiling(truth.leftMillis(nanos))),
                truth -> (nanos, admitted) -> Headers.NONE
                        .with("Date", date(nanos))
                        .with("X-RateLimit-Limit", "10")
                        .with("X-RateLimit-Remaining", Integer.toString(truth.remaining()))
                        .with("X-RateLimit-Reset", Long.toString(ceiling(truth.ends))),
                truth -> (nanos, admitted) -> refusal(admitted, "Retry-After", date((truth.ends + 999) * 1_000_000))
                        .with("Date", date(nanos)));
        for (Function<Truth, VirtualTarget.Announcing> form : forms) {
            Truth truth = new Truth();
            Examined done = inquire(truth, form.apply(truth));

            assertThat(done.headers().findings()).isEmpty();
            assertThat(done.headers().promisesTested()).isNotEmpty().allMatch(PromiseCheck::admitted);
            assertThat(done.verdict().text()).contains("keeps its promise");
        }
    }

    @Test
    void does_not_accuse_a_block_that_refusals_extend() throws Exception {
        long[] blocked = {0};
        Deciding block = Deciding.blocking(8, 2_000, 3_000, true);
        Examined done = inquire(
                nanos -> {
                    boolean admitted = block.admits(nanos);
                    blocked[0] = admitted ? 0 : 3_000;
                    return admitted;
                },
                (nanos, admitted) -> refusal(admitted, "Retry-After", "3"));

        assertThat(done.headers().findings()).isEmpty();
    }

    @Test
    void finds_a_retry_after_that_is_rounded_down_and_by_how_much() throws Exception {
        Truth truth = new Truth();
        Examined done = inquire(
                truth,
                (nanos, admitted) -> refusal(admitted, "Retry-After", Long.toString(truth.leftMillis(nanos) / 1_000)));

        HeaderFinding finding = only(done, "H3");
        assertThat(finding.field()).isEqualTo("Retry-After");
        assertThat(finding.severity()).isEqualTo("HIGH");
        assertThat(Objects.requireNonNull(finding.late())[0]).isGreaterThanOrEqualTo(0.5);
        assertThat(Objects.requireNonNull(finding.late())[1]).isEqualTo(1);
        assertThat(done.verdict().json().toPrettyString()).contains("\"kept\" : false");
        assertThat(done.verdict().text()).contains("too early: admitted only 0.5 to 1 s later");
    }

    @Test
    void finds_each_lie_of_a_liar() throws Exception {
        Truth truth = new Truth();
        Examined done = inquire(
                truth,
                (nanos, admitted) -> refusal(admitted, "Retry-After", "1")
                        .with("RateLimit-Limit", "100, 100;w=60")
                        .with("RateLimit-Remaining", Integer.toString(Math.max(1, truth.remaining())))
                        .with("RateLimit-Reset", "1"));

        List<HeaderFinding> findings = done.headers().findings();
        assertThat(findings)
                .extracting(HeaderFinding::id, HeaderFinding::field)
                .contains(
                        tuple("H1", "RateLimit-Limit"),
                        tuple("H2", "RateLimit-Remaining"),
                        tuple("H3", "Retry-After"),
                        tuple("H3", "RateLimit-Reset"));
        assertThat(findings).anySatisfy(finding -> assertThat(finding.text()).contains("says 100, admits 10"));
    }

    @Test
    void suspects_nodes_that_count_alone() throws Exception {
        Truth truth = new Truth();
        Examined done = inquire(truth, (nanos, admitted) -> Headers.NONE.with("X-RateLimit-Limit", "5"));

        assertThat(only(done, "H1").text()).contains("2 times as many");
    }

    @Test
    void misses_a_time_on_refusals_and_names_malformed_fields() throws Exception {
        assertThat(only(inquire(new Truth(), (nanos, admitted) -> Headers.NONE), "H6")
                        .text())
                .contains("no refusal says when to come back");

        Examined done = inquire(new Truth(), (nanos, admitted) -> refusal(admitted, "Retry-After", "-1"));
        assertThat(done.headers().findings())
                .anySatisfy(finding -> assertThat(finding.text()).contains("is negative"));
    }

    private static HeaderFinding only(Examined done, String id) {
        List<HeaderFinding> found = done.headers().findings().stream()
                .filter(finding -> finding.id().equals(id))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Examined inquire(Deciding limiter, VirtualTarget.Announcing headers) throws InterruptedException {
        VirtualTarget target = new VirtualTarget(START, limiter, 0.002, 0.0002, 3).announcing(headers);
        return new Examination(target, Plan.usual(3).lasting(Plan.LONGEST), ORDER).run();
    }

    private static Headers refusal(boolean admitted, String field, String value) {
        return admitted ? Headers.NONE : Headers.NONE.with(field, value);
    }

    private static long ceiling(long millis) {
        return (millis + 999) / 1_000;
    }

    private static String date(long nanos) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.ofEpochSecond(nanos / 1_000_000_000).atOffset(ZoneOffset.UTC));
    }
}
