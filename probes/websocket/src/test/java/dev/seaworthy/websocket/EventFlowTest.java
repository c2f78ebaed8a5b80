package dev.seaworthy.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.seaworthy.testkit.Trials;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventFlowTest {
    private static final List<String> EVENTS = List.of("started", "thinking", "executing", "completed");
    private static final WebSocketSettings.Flow DECLARED =
            new WebSocketSettings.Flow(new TextNode("go"), "/type", EVENTS, "/run", "/user", "/result", null);

    @Test
    void accepts_each_event_once_and_in_order() {
        assertThat(violationOf(EVENTS)).isEmpty();
    }

    @Test
    void lets_other_messages_pass_and_counts_them() {
        EventFlow flow = flow();
        flow.receive(Template.read("{\"type\":\"heartbeat\"}"), 0);
        flow.receive(Template.read("not JSON"), 1);
        EVENTS.forEach(name -> flow.receive(event(name, "r1", "ada", "about n1"), 2));

        assertThat(flow.violation()).isEmpty();
        assertThat(flow.others()).isEqualTo(2);
    }

    @Test
    void names_the_event_that_is_missing() {
        assertThat(violationOf(List.of("started", "thinking", "completed")))
                .startsWith("executing is missing: completed came in its place");
        assertThat(violationOf(List.of("started", "thinking", "executing")))
                .isEqualTo("completed is missing: nothing came after executing");
        assertThat(violationOf(List.of())).isEqualTo("no event came: started is missing");
        assertThat(violationOf(List.of("thinking", "executing", "completed"))).startsWith("started is missing");
    }

    @Test
    void names_an_event_that_came_twice_or_too_late() {
        assertThat(violationOf(List.of("started", "started", "thinking", "executing", "completed")))
                .isEqualTo("started came twice");
        assertThat(violationOf(List.of("started", "thinking", "executing", "completed", "completed")))
                .isEqualTo("completed came twice");
    }

    @Test
    void names_an_event_of_somebody_else_before_it_blames_the_order() {
        EventFlow otherRun = flow();
        otherRun.receive(event("started", "r1", "ada", ""), 0);
        otherRun.receive(event("started", "r2", "bob", ""), 1);
        assertThat(otherRun.violation().orElse(""))
                .isEqualTo("an event of another run came: started of run 'r2', ours is 'r1'");

        EventFlow otherUser = flow();
        otherUser.receive(event("started", "r1", "bob", ""), 0);
        assertThat(otherUser.violation().orElse("")).startsWith("an event of another user came");
    }

    @Test
    void misses_the_nonce() {
        EventFlow canned = flow();
        EVENTS.forEach(name -> canned.receive(event(name, "r1", "ada", "always the same"), 0));

        assertThat(canned.violation().orElse("")).contains("the nonce did not come back at /result");
    }

    @Test
    void takes_run_and_user_from_the_first_event_where_nobody_knows_them() {
        EventFlow flow = new EventFlow(DECLARED, null, "n1", null);
        EVENTS.forEach(name -> flow.receive(event(name, "theirs", "carl", "n1"), 0));
        assertThat(flow.violation()).isEmpty();

        EventFlow mixed = new EventFlow(DECLARED, null, "n1", null);
        mixed.receive(event("started", "theirs", "carl", "n1"), 0);
        mixed.receive(event("thinking", "others", "carl", "n1"), 1);
        assertThat(mixed.violation()).isPresent();
    }

    @Test
    void accepts_no_other_sequence_of_these_events() {
        Trials.seeded(500, random -> {
            List<String> sequence = new ArrayList<>(EVENTS);
            for (int i = random.nextInt(3); i > 0; i--) {
                sequence.add(random.nextInt(sequence.size() + 1), EVENTS.get(random.nextInt(EVENTS.size())));
            }
            for (int i = random.nextInt(3); i > 0 && !sequence.isEmpty(); i--) {
                sequence.remove(random.nextInt(sequence.size()));
            }
            if (random.nextBoolean()) {
                Collections.shuffle(sequence, random);
            }

            assertThat(violationOf(sequence).isEmpty()).as(sequence.toString()).isEqualTo(sequence.equals(EVENTS));
        });
    }

    @Test
    void refuses_a_grammar_that_cannot_be_one() {
        assertThatThrownBy(() -> new WebSocketSettings.Flow(
                        new TextNode("go"), "/type", List.of("only"), null, null, null, null))
                .hasMessageContaining("at least two");
        assertThatThrownBy(() -> new WebSocketSettings.Flow(
                        new TextNode("go"), "/type", List.of("a", "b", "a"), null, null, null, null))
                .hasMessageContaining("twice");
    }

    private static String violationOf(List<String> names) {
        EventFlow flow = flow();
        names.forEach(name -> flow.receive(event(name, "r1", "ada", "n1"), 0));
        return flow.violation().orElse("");
    }

    private static EventFlow flow() {
        return new EventFlow(DECLARED, "r1", "n1", "ada");
    }

    private static com.fasterxml.jackson.databind.JsonNode event(String type, String run, String user, String result) {
        return Template.read("{\"type\":\"" + type + "\",\"run\":\"" + run + "\",\"user\":\"" + user
                + "\",\"result\":\"" + result + "\"}");
    }
}
