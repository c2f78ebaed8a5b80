package dev.seaworthy.ratelimit.scope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.ratelimit.session.Deciding;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyTrialTest {
    private static final int QUOTA = 15;
    private static final Known KNOWN = Known.window(QUOTA, 4, 4);
    private static final VirtualGate.Keying TOKEN = VirtualGate.Sent::token;
    private static final VirtualGate.Keying ADDRESS = VirtualGate.Sent::address;
    private static final VirtualGate.Keying PAIR = sent -> sent.token() + "@" + sent.address();
    private static final VirtualGate.Keying GLOBAL = sent -> "all";

    private static VirtualGate gate(VirtualGate.Keying keying) {
        return new VirtualGate(keying, () -> Deciding.firstHitWindow(QUOTA, 4000), 0.002, 0.0002, 7);
    }

    private static Journal run(VirtualGate gate, Known known, Plan plan) throws InterruptedException {
        Session session = new Session(gate, plan);
        new KeyTrial(session, known).run();
        return session.journal(Map.of());
    }

    private static Section judged(VirtualGate gate) throws InterruptedException {
        return KeyTrial.judge(run(gate, KNOWN, Plan.usual(1)), KNOWN, true);
    }

    private static String text(Section section) {
        return section.lines().stream()
                .map(line -> line.title() + ": " + line.content())
                .collect(Collectors.joining("\n"));
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of(TOKEN, "TOKEN", "OTHER", "SAME", "OTHER"),
                Arguments.of(ADDRESS, "IP", "SAME", "OTHER", "OTHER"),
                Arguments.of(PAIR, "TOKEN_AND_IP", "OTHER", "OTHER", "OTHER"),
                Arguments.of(GLOBAL, "GLOBAL", "SAME", "SAME", "SAME"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void tells_what_a_limit_counts_by(
            VirtualGate.Keying keying, String scope, String someone, String elsewhere, String both) throws Exception {
        JsonNode key = judged(gate(keying)).json().get("key");

        assertThat(key.get("scope").asText()).isEqualTo(scope);
        assertThat(key.at("/matrix/T2@A").asText()).isEqualTo(someone);
        assertThat(key.at("/matrix/T1@B").asText()).isEqualTo(elsewhere);
        assertThat(key.at("/matrix/T2@B").asText()).isEqualTo(both);
        assertThat(key.get("validSandwiches").asInt()).isBetween(3, 9);
        assertThat(KeyTrial.estimate(KNOWN, 3, 2)).isLessThan(200);
    }

    @Test
    void counts_the_quota_of_a_user_who_was_not_there_before() throws Exception {
        VirtualGate gate = gate(TOKEN);
        Section section = judged(gate);

        assertThat(section.json().get("isolation").toString())
                .isEqualTo("{\"otherKeyQuota\":15,\"expected\":15,\"pass\":true}");
        assertThat(text(section))
                .contains("Key: each token has a quota wherever it comes from (T2@A other, T1@B same, T2@B other; ")
                .contains("Isolation: holds: 15 of 18 requests of T3@A admitted");
    }

    @Test
    void rests_before_it_counts_the_quota_of_a_user_of_the_matrix() throws Exception {
        Section section = judged(gate(TOKEN).with(2, 2));

        assertThat(section.json().at("/isolation/otherKeyQuota").asInt()).isEqualTo(QUOTA);
        assertThat(text(section)).contains("requests of T2@A admitted");
    }

    @Test
    void sees_that_one_user_takes_from_another() throws Exception {
        Deciding[] all = {Deciding.firstHitWindow(24, 4000)};
        VirtualGate gate = new VirtualGate(
                TOKEN,
                () -> {
                    Deciding own = Deciding.firstHitWindow(QUOTA, 4000);
                    return nanos -> own.admits(nanos) && all[0].admits(nanos);
                },
                0.002,
                0.0002,
                7);
        Section section = judged(gate.with(2, 1));

        assertThat(section.json().at("/isolation/pass").asBoolean(true)).isFalse();
        assertThat(text(section)).contains("Isolation: broken: 9 of ").contains("[HIGH]");
    }

    @Test
    void finds_fault_with_users_who_share_a_quota_that_is_declared_for_each() throws Exception {
        VirtualGate gate = gate(ADDRESS).with(2, 1);
        Journal journal = run(gate, KNOWN, Plan.usual(1));
        Section each = KeyTrial.judge(journal, KNOWN, true);
        Section undeclared = KeyTrial.judge(journal, KNOWN, false);

        assertThat(each.json().at("/key/scope").asText()).isEqualTo("UNKNOWN");
        assertThat(each.json().at("/isolation/pass").asBoolean(true)).isFalse();
        assertThat(text(each))
                .contains("users share a quota; by address or for everybody is not known")
                .contains("[HIGH]");
        assertThat(undeclared.json().at("/isolation/pass").isNull()).isTrue();
        assertThat(undeclared.json().at("/isolation/skipped").asText()).isEqualTo("users share one quota");
    }

    @Test
    void does_not_know_what_it_cannot_vary() throws Exception {
        Section alone = judged(gate(TOKEN).with(1, 1));
        assertThat(alone.json().at("/key/scope").asText()).isEqualTo("UNKNOWN");
        assertThat(alone.json().at("/key/matrix/T2@A").isNull()).isTrue();
        assertThat(alone.json().at("/isolation/skipped").asText()).isEqualTo("there is only one user");

        Section oneAddress = judged(gate(PAIR).with(2, 1));
        assertThat(oneAddress.json().at("/key/scope").asText()).isEqualTo("TOKEN");
        assertThat(text(oneAddress)).contains("whether the address counts too is not known");

        Section oneUser = judged(gate(TOKEN).with(1, 2));
        assertThat(oneUser.json().at("/key/scope").asText()).isEqualTo("UNKNOWN");
        assertThat(oneUser.json().at("/key/matrix/T1@B").asText()).isEqualTo("SAME");
    }

    @Test
    void names_two_limits_with_a_key_each_no_key() throws Exception {
        Map<String, Deciding> all = new HashMap<>();
        VirtualGate both = new VirtualGate(
                sent -> {
                    boolean token = all.computeIfAbsent(sent.token(), unused -> counter())
                            .admits(0);
                    boolean address = all.computeIfAbsent(sent.address(), unused -> counter())
                            .admits(0);
                    return token && address ? null : "refused";
                },
                () -> nanos -> false,
                0.002,
                0.0002,
                7);
        Section section = judged(both);
        assertThat(section.json().at("/key/scope").asText()).isEqualTo("UNKNOWN");
        assertThat(text(section)).contains("a limit for each token and another for each address");
    }

    @Test
    void says_that_a_limit_is_gone() throws Exception {
        VirtualGate gate = new VirtualGate(TOKEN, () -> nanos -> true, 0.002, 0.0002, 7);
        Journal journal = run(gate, KNOWN, Plan.usual(1));

        assertThat(journal.stops().get(Stage.KEY)).contains("no longer refuses");
        assertThat(KeyTrial.judge(journal, KNOWN, true).json().at("/key/scope").asText())
                .isEqualTo("UNKNOWN");
    }

    private static Deciding counter() {
        int[] count = {0};
        return nanos -> ++count[0] <= QUOTA;
    }

    @Test
    void says_nothing_by_a_user_who_is_never_admitted() throws Exception {
        VirtualGate gate = gate(TOKEN)
                .serving(sent -> sent.token().equals("secret-1") ? 429 : 200)
                .with(2, 2);
        Section section = judged(gate);

        assertThat(section.json().at("/key/matrix/T2@A").isNull()).isTrue();
        assertThat(section.json().at("/key/matrix/T1@B").asText()).isEqualTo("SAME");
        assertThat(text(section)).contains("T2@A, T2@B refused though nothing was exhausted");
    }

    @Test
    void tells_what_it_has_when_the_budget_ends() throws Exception {
        VirtualGate gate = gate(TOKEN);
        Journal journal = run(gate, KNOWN, new Plan(32, 120, 10, 16, 1, true));
        Section section = KeyTrial.judge(journal, KNOWN, true);

        assertThat(gate.sent).hasSizeLessThanOrEqualTo(32);
        assertThat(journal.stops().get(Stage.KEY)).contains("budget of 32 requests");
        assertThat(section.json().at("/key/matrix/T2@A").asText()).isEqualTo("OTHER");
        assertThat(section.json().at("/key/matrix/T2@B").isNull()).isTrue();
        assertThat(section.json().at("/isolation/pass").isNull()).isTrue();
        assertThat(text(section)).contains("Key: ended early: ").contains("budget of 32 requests");
    }

    @Test
    void says_the_same_of_its_log() throws Exception {
        Journal journal = run(gate(TOKEN), KNOWN, Plan.usual(1));
        Section live = KeyTrial.judge(journal, KNOWN, true);
        List<String> lines = journal.lines();
        Section replayed = KeyTrial.judge(Journal.read(lines), KNOWN, true);

        assertThat(replayed.json()).isEqualTo(live.json());
        assertThat(replayed.lines()).isEqualTo(live.lines());
        assertThat(String.join("\n", lines)).doesNotContain("secret");
    }
}
