package dev.seaworthy.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.Targets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerOracleTest {
    private static final URI HTTP = URI.create("http://127.0.0.1:1/base/");
    private static final RequestSpec EXECUTE = new RequestSpec(
            "POST",
            "http",
            "/execute?of={user}",
            Map.of("X-Trace", "{nonce}"),
            "{\"nonce\":\"{nonce}\"}",
            null,
            Map.of(RequestSpec.CredentialClass.VALID, List.of(200, 201)));
    private static final AgentsSettings.Execution DECLARED =
            new AgentsSettings.Execution("execute", null, "/data/text", "/status", List.of("success"));
    private final ContractCall call = new ContractCall(EXECUTE, new Targets(HTTP, null, HTTP, null), null);

    @Test
    void accepts_an_answer_that_was_made_from_the_request() {
        assertThat(violation(200, "{\"status\":\"success\",\"data\":{\"text\":\"ahoy #n1\"}}"))
                .isEmpty();
        assertThat(violation(201, "{\"status\":\"success\",\"data\":{\"text\":[\"n1\"]}}"))
                .isEmpty();
    }

    @Test
    void refuses_what_only_looks_like_one() {
        assertThat(violation(200, "{\"status\":\"success\",\"data\":{\"text\":\"done\"}}"))
                .contains("the nonce did not come back");
        assertThat(violation(200, "{\"status\":\"success\",\"data\":{},\"nonce\":\"n1\"}"))
                .contains("nothing at /data/text");
        assertThat(violation(200, "{\"status\":\"error\",\"data\":{\"text\":\"n1\"}}"))
                .contains("the body says 'error'");
        assertThat(violation(202, "{\"status\":\"success\",\"data\":{\"text\":\"n1\"}}"))
                .contains("answered 202");
        assertThat(violation(200, "n1, and not JSON")).isNotEmpty();
        assertThat(violation(200, "")).isNotEmpty();
    }

    @Test
    void puts_the_nonce_wherever_the_contract_has_a_place_for_it() {
        var request = call.with(Optional.empty(), "n7");

        assertThat(request.uri().toString()).isEqualTo("http://127.0.0.1:1/base/execute?of=");
        assertThat(request.headers().first("X-Trace")).contains("n7");
        assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo("{\"nonce\":\"n7\"}");
    }

    @Test
    void takes_any_error_for_an_honest_failure_unless_the_contract_names_some() {
        var any = new AgentsSettings.Failure("x", JsonNodeFactory.instance.objectNode(), List.of());
        var one = new AgentsSettings.Failure("x", JsonNodeFactory.instance.objectNode(), List.of(404));

        assertThat(any.isHonest(404)).isTrue();
        assertThat(any.isHonest(500)).isTrue();
        assertThat(any.isHonest(200)).isFalse();
        assertThat(one.isHonest(404)).isTrue();
        assertThat(one.isHonest(500)).isFalse();
    }

    @Test
    void has_no_failures_without_an_execution() {
        var failure = new AgentsSettings.Failure("x", JsonNodeFactory.instance.objectNode(), List.of());

        assertThatThrownBy(() -> new AgentsSettings(null, null, List.of(failure)))
                .hasMessageContaining("agents.execution");
    }

    private String violation(int status, String body) {
        return AnswerOracle.violation(call, DECLARED, status, body.getBytes(StandardCharsets.UTF_8), "n1")
                .orElse("");
    }
}
