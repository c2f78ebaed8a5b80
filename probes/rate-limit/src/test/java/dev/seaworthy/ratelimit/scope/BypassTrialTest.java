package dev.seaworthy.ratelimit.scope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.ratelimit.session.Deciding;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BypassTrialTest {
    private static final int QUOTA = 8;
    private static final Known KNOWN = Known.window(QUOTA, 4, 4);
    private static final Usual USUAL = VirtualGate.USUAL;

    private static VirtualGate gate(VirtualGate.Keying keying) {
        return new VirtualGate(keying, () -> Deciding.firstHitWindow(QUOTA, 4000), 0.002, 0.0002, 7);
    }

    private static Journal run(VirtualGate gate, Known known, Usual usual, Plan plan) throws InterruptedException {
        Session session = new Session(gate, plan);
        new BypassTrial(session, known, usual).run();
        return session.journal(Map.of());
    }

    private static Section judged(VirtualGate gate) throws InterruptedException {
        return BypassTrial.judge(run(gate, KNOWN, USUAL, Plan.usual(1)), KNOWN, USUAL);
    }

    /** By variation: bucket and verdict. */
    private static Map<String, String> found(Section section) {
        Map<String, String> found = new LinkedHashMap<>();
        for (JsonNode entry : section.json().get("bypass")) {
            found.put(
                    entry.get("variation").asText(),
                    entry.get("bucket").asText() + " " + entry.get("verdict").asText());
        }
        return found;
    }

    private static Map<String, String> around(Section section) {
        Map<String, String> found = found(section);
        found.values().removeIf(value -> !value.startsWith("OTHER"));
        return found;
    }

    private static String text(Section section) {
        return section.lines().stream()
                .map(line -> line.title() + ": " + line.content())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void finds_no_way_around_a_limit_by_token_behind_which_nothing_is_spelled_twice() throws Exception {
        VirtualGate gate = gate(VirtualGate.Sent::token);
        Section section = judged(gate);

        assertThat(found(section))
                .containsOnlyKeys(
                        "X-Forwarded-For",
                        "X-Real-IP",
                        "Forwarded",
                        "CF-Connecting-IP",
                        "True-Client-IP",
                        "path case",
                        "%xx",
                        "trailing slash",
                        "//",
                        "/./",
                        "query",
                        "HEAD",
                        "OPTIONS",
                        "bearer",
                        "no credential",
                        "HTTP/1.0",
                        "Host")
                .containsEntry("no credential", "UNAUTHENTICATED NONE")
                .containsEntry("path case", "SAME NONE");
        assertThat(around(section)).isEmpty();
        assertThat(text(section))
                .isEqualTo("Bypass: none found\nBypass: 16 spellings count on the same quota\n"
                        + "Bypass: not served like the usual request: no credential (asks for a credential)");
        assertThat(gate.sent).hasSizeLessThanOrEqualTo(BypassTrial.estimate(KNOWN, USUAL));
    }

    @Test
    void sends_only_addresses_that_nobody_has_and_every_value_once() throws Exception {
        VirtualGate gate = gate(sent -> sent.token() + sent.headers());
        Section section = judged(gate);
        List<String> addresses = gate.sent.stream()
                .flatMap(sent -> sent.headers().entrySet().stream())
                .filter(header -> !header.getKey().equals("host"))
                .map(header -> header.getValue().replace("for=", ""))
                .toList();

        assertThat(around(section)).containsKeys("X-Forwarded-For", "Forwarded", "True-Client-IP", "Host");
        assertThat(addresses)
                .hasSizeGreaterThan(5 * (QUOTA + 3))
                .doesNotHaveDuplicates()
                .allMatch(address -> address.matches("(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.\\d{1,3}"));
    }

    @Test
    void calls_a_header_that_is_trusted_unlimited() throws Exception {
        Section section = judged(gate(sent -> {
            String forwarded = sent.header("X-Forwarded-For");
            return forwarded.isEmpty() ? sent.address() : forwarded;
        }));

        assertThat(around(section)).containsOnly(Map.entry("X-Forwarded-For", "OTHER UNLIMITED"));
        assertThat(text(section))
                .contains("Bypass: X-Forwarded-For escapes the exhausted quota: unlimited, ")
                .contains(" with ever other values admitted  [HIGH]");
    }

    @Test
    void tells_a_second_quota_from_no_limit() throws Exception {
        Section section = judged(gate(sent -> {
                    String authorization = sent.authorization();
                    return authorization == null ? null : authorization + sent.method();
                })
                .serving(sent -> 200));

        assertThat(around(section))
                .containsOnly(
                        Map.entry("HEAD", "OTHER SECOND_BUCKET"),
                        Map.entry("OPTIONS", "OTHER SECOND_BUCKET"),
                        Map.entry("bearer", "OTHER SECOND_BUCKET"),
                        Map.entry("no credential", "OTHER UNLIMITED"));
        assertThat(text(section)).contains("bearer escapes the exhausted quota: a second quota, ");
    }

    @Test
    void finds_every_spelling_of_a_path_that_counts_apart() throws Exception {
        Section section = judged(gate(VirtualGate.Sent::target).serving(VirtualGate::leniently));

        assertThat(around(section))
                .containsOnly(
                        Map.entry("path case", "OTHER UNLIMITED"),
                        Map.entry("%xx", "OTHER UNLIMITED"),
                        Map.entry("query", "OTHER UNLIMITED"),
                        Map.entry("trailing slash", "OTHER SECOND_BUCKET"),
                        Map.entry("//", "OTHER SECOND_BUCKET"),
                        Map.entry("/./", "OTHER SECOND_BUCKET"));
    }

    @Test
    void does_not_take_another_page_for_a_bypass() throws Exception {
        // The same status for whatever is not found, and a page that is not what was asked for.
        Section section = judged(gate(VirtualGate.Sent::path));

        assertThat(around(section)).isEmpty();
        assertThat(found(section))
                .containsEntry("path case", "NOT_ROUTED NONE")
                .containsEntry("/./", "NOT_ROUTED NONE")
                .containsEntry("query", "SAME NONE");
    }

    @Test
    void finds_what_the_version_and_the_host_open() throws Exception {
        Section section = judged(gate(sent -> sent.http10() ? null : sent.header("Host")));

        assertThat(around(section))
                .containsOnly(Map.entry("HTTP/1.0", "OTHER UNLIMITED"), Map.entry("Host", "OTHER SECOND_BUCKET"));
    }

    @Test
    void posts_only_where_that_is_said_to_be_safe() throws Exception {
        Usual safe = new Usual("GET", "/api/x?page=2", "127.0.0.1:8080", Usual.Credential.BEARER, true);
        VirtualGate careful = gate(VirtualGate.Sent::token);
        VirtualGate bold = gate(VirtualGate.Sent::method).serving(sent -> 200);
        run(careful, KNOWN, USUAL, Plan.usual(1));
        Journal journal = run(bold, KNOWN, safe, Plan.usual(1));

        assertThat(careful.sent).noneMatch(sent -> sent.method().equals("POST"));
        assertThat(around(BypassTrial.judge(journal, KNOWN, safe)))
                .containsEntry("POST", "OTHER SECOND_BUCKET")
                .containsKey("HEAD");
        assertThat(bold.sent).anyMatch(sent -> sent.target().startsWith("/api/x?page=2&seaworthy="));
    }

    @Test
    void leaves_out_what_does_not_apply() {
        Usual bare = new Usual("POST", "/", "api.example", Usual.Credential.NONE, true);

        assertThat(Spellings.of(bare))
                .extracting(Spellings.Spelling::name)
                .doesNotContain("bearer", "no credential", "HEAD", "POST", "path case", "%xx", "trailing slash")
                .contains("//", "/./", "Host");
    }

    @Test
    void spells_what_it_says() {
        Map<String, List<String>> spelled =
                Spellings.of(new Usual("GET", "/a%2fB1/x?q=Z", "API.example:8080", Usual.Credential.BEARER, false))
                        .stream()
                        .collect(Collectors.toMap(
                                Spellings.Spelling::name,
                                spelling -> List.of(0, 1, 2).stream()
                                        .map(spelling::at)
                                        .map(varied -> varied.target() != null
                                                ? varied.target()
                                                : varied.headers().toString())
                                        .toList()));

        assertThat(spelled)
                .containsEntry("path case", List.of("/A%2fb1/X?q=Z", "/A%2fb1/x?q=Z", "/A%2fB1/X?q=Z"))
                .containsEntry("%xx", List.of("/a%2fB1/%78?q=Z", "/a%2f%421/x?q=Z", "/a%2f%421/%78?q=Z"))
                .containsEntry("trailing slash", Collections.nCopies(3, "/a%2fB1/x/?q=Z"))
                .containsEntry("//", Collections.nCopies(3, "//a%2fB1/x?q=Z"))
                .containsEntry("/./", Collections.nCopies(3, "/./a%2fB1/x?q=Z"))
                .containsEntry(
                        "query",
                        List.of("/a%2fB1/x?q=Z&seaworthy=0", "/a%2fB1/x?q=Z&seaworthy=1", "/a%2fB1/x?q=Z&seaworthy=2"))
                .containsEntry(
                        "X-Forwarded-For",
                        List.of(
                                "{X-Forwarded-For=192.0.2.1}",
                                "{X-Forwarded-For=192.0.2.2}",
                                "{X-Forwarded-For=192.0.2.3}"))
                .containsEntry("bearer", Collections.nCopies(3, "{Authorization=bearer {token}}"))
                .containsEntry("Host", Collections.nCopies(3, "{Host=API.EXAMPLE:8080}"));
    }

    @Test
    void tells_what_it_has_when_the_budget_ends() throws Exception {
        VirtualGate gate = gate(VirtualGate.Sent::token);
        Journal journal = run(gate, KNOWN, USUAL, new Plan(24, 120, 8, 16, 1, true));
        Section section = BypassTrial.judge(journal, KNOWN, USUAL);
        Map<String, String> found = found(section);

        assertThat(gate.sent).hasSizeLessThanOrEqualTo(24);
        assertThat(found).containsEntry("X-Forwarded-For", "SAME NONE").containsEntry("Host", "null null");
        assertThat(text(section)).contains("Bypass: not known for ").contains("budget of 24 requests");
        assertThat(journal.stops()).containsKey(Stage.BYPASS);
    }

    @Test
    void does_not_take_one_failure_for_an_answer() throws Exception {
        int[] served = {0};
        VirtualGate gate = gate(sent -> sent.header("X-Real-IP") + sent.token()).serving(sent -> {
            boolean second = !sent.header("X-Real-IP").isEmpty() && ++served[0] == 2;
            return second ? 502 : VirtualGate.strictly(sent);
        });

        assertThat(around(judged(gate))).containsOnly(Map.entry("X-Real-IP", "OTHER UNLIMITED"));
        VirtualGate failing =
                gate(sent -> sent.http10() ? null : sent.token()).serving(sent -> sent.http10() ? 505 : 200);
        assertThat(found(judged(failing))).containsEntry("HTTP/1.0", "NOT_ROUTED NONE");
        assertThat(failing.sent.stream().filter(VirtualGate.Sent::http10)).hasSize(2);
    }

    @Test
    void stops_when_the_target_fails() throws Exception {
        int[] served = {0};
        VirtualGate gate = gate(VirtualGate.Sent::token).serving(sent -> ++served[0] > 5 ? 503 : 200);
        Journal journal = run(gate, KNOWN, USUAL, Plan.usual(1));

        assertThat(journal.stops().get(Stage.BYPASS)).contains("the target failed 3 of the last");
        assertThat(found(BypassTrial.judge(journal, KNOWN, USUAL)).values()).containsOnly("null null");
    }

    @Test
    void knows_nothing_of_a_key_that_was_never_admitted() throws Exception {
        Journal journal =
                run(new VirtualGate(sent -> "all", () -> nanos -> false, 0.002, 0, 7), KNOWN, USUAL, Plan.usual(1));
        Section section = BypassTrial.judge(journal, KNOWN, USUAL);

        assertThat(found(section).values()).containsOnly("null null");
        assertThat(text(section)).startsWith("Bypass: not known\n");
    }

    @Test
    void says_the_same_of_its_log() throws Exception {
        VirtualGate gate = gate(sent -> sent.header("X-Real-IP") + sent.authorization());
        Journal journal = run(gate, KNOWN, USUAL, Plan.usual(1));
        Section live = BypassTrial.judge(journal, KNOWN, USUAL);
        Section replayed = BypassTrial.judge(Journal.read(journal.lines()), KNOWN, USUAL);

        assertThat(around(live)).containsKeys("X-Real-IP", "bearer");
        assertThat(replayed.json()).isEqualTo(live.json());
        assertThat(replayed.lines()).isEqualTo(live.lines());
        assertThat(String.join("\n", journal.lines())).doesNotContain("secret").doesNotContain("Bearer");
    }
}
