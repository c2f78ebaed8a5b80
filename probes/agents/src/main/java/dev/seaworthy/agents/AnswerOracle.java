package dev.seaworthy.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Tells an answer that was made from a request from one that only looks like it. Pure. */
final class AnswerOracle {
    private AnswerOracle() {}

    /** What is wrong with the answer to a good execution, in words; empty for nothing. */
    static Optional<String> violation(
            ContractCall call, AgentsSettings.Execution declared, int status, byte[] body, String nonce) {
        if (!call.expects(status)) {
            return Optional.of("the execution answered " + status);
        }
        JsonNode answer = Desk.read(body);
        if (declared.status() != null && !declared.success().isEmpty()) {
            String said = answer.at(declared.status()).asText("");
            if (!declared.success().contains(said)) {
                return Optional.of("status " + status + ", but the body says '" + said + "' at " + declared.status());
            }
        }
        JsonNode text = answer.at(declared.answer());
        if (text.isMissingNode()) {
            return Optional.of("the answer has nothing at " + declared.answer());
        }
        return (text.isTextual() ? text.asText() : text.toString()).contains(nonce)
                ? Optional.empty()
                : Optional.of("the nonce did not come back at " + declared.answer()
                        + ": the answer was not made from this request");
    }
}
