package dev.seaworthy.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings under {@code probes.agents}.
 *
 * @param discovery where agents are listed, or null
 * @param execution how one is executed, or null; {@code agents.execute} needs it
 * @param failures executions that must fail
 */
public record AgentsSettings(
        @Nullable Discovery discovery, @Nullable Execution execution, List<Failure> failures) {
    public AgentsSettings {
        failures = failures == null ? List.of() : List.copyOf(failures);
        if (!failures.isEmpty() && execution == null) {
            throw new IllegalArgumentException(
                    "agents.failures needs agents.execution: it says which operation executes");
        }
    }

    /**
     * Where agents are listed.
     *
     * @param operation the contract's operation
     * @param list JSON pointer to the list in its answer
     * @param name JSON pointer to the name in an entry; an empty text where the entry is the name
     * @param required names that have to be there
     * @param status JSON pointer to the status in an entry, or null
     * @param ready statuses with which a required agent counts as there; any, if empty
     */
    public record Discovery(
            String operation,
            String list,
            String name,
            List<String> required,
            @Nullable String status,
            List<String> ready) {
        public Discovery {
            required = required == null ? List.of() : List.copyOf(required);
            ready = ready == null ? List.of() : List.copyOf(ready);
        }
    }

    /**
     * How an agent is executed.
     *
     * @param operation the contract's operation; {@code {nonce}} in it, or in {@code body}, is replaced
     * @param body sent instead of the operation's own, or null
     * @param answer JSON pointer to the text that must contain the nonce
     * @param status JSON pointer to the status of the execution, or null
     * @param success values of that status that mean success; any, if empty
     */
    public record Execution(
            String operation,
            @Nullable JsonNode body,
            String answer,
            @Nullable String status,
            List<String> success) {
        public Execution {
            success = success == null ? List.of() : List.copyOf(success);
        }
    }

    /**
     * An execution that must fail.
     *
     * @param name what is wrong with it, in words
     * @param body the request
     * @param expect the statuses that are right; any from 400 to 599, if empty
     */
    public record Failure(String name, JsonNode body, List<Integer> expect) {
        public Failure {
            expect = expect == null ? List.of() : List.copyOf(expect);
        }

        boolean isHonest(int status) {
            return expect.isEmpty() ? status >= 400 && status <= 599 : expect.contains(status);
        }

        String expected() {
            return expect.isEmpty()
                    ? "a status from 400 to 599"
                    : "status " + expect.toString().replaceAll("[\\[\\]]", "");
        }
    }
}
