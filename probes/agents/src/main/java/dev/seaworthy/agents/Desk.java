package dev.seaworthy.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Undecided;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Where the checks and operations of this probe ask. Thread-safe. */
final class Desk {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Surroundings surroundings;
    private final Wire wire;
    private final SplittableRandom random;

    Desk(Surroundings surroundings, Wire wire) {
        this.surroundings = surroundings;
        this.wire = wire;
        // The run's id keeps a second run with the same seed from asking what was asked, and perhaps cached, before.
        this.random = new SplittableRandom(
                surroundings.seed() * 31 + surroundings.reach().runId().hashCode());
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Wire wire() {
        return wire;
    }

    /** A text that no earlier request carried. */
    synchronized String nonce() {
        return "sw" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong() & 0xffff);
    }

    /** The requests of an operation that the settings name. */
    ContractCall call(String operation, @Nullable JsonNode body) {
        RequestSpec spec = surroundings.environment().operations().get(operation);
        if (spec == null) {
            throw new IllegalArgumentException("probes.agents names the operation '" + operation
                    + "', which the contract does not have under operations");
        }
        return new ContractCall(spec, surroundings.environment().targets(), body);
    }

    /** Sends one request with a fresh credential and waits for its complete answer. */
    HttpAnswer ask(ContractCall call, String nonce) throws Undecided, InterruptedException {
        HttpAnswer answer = wire.exchange(call.with(credential(call), nonce));
        if (answer.outcome() != Outcome.OK) {
            throw new Undecided("no complete answer: " + answer.detail(), answer.outcome(), List.of(answer.exchange()));
        }
        return answer;
    }

    private Optional<Credential> credential(ContractCall call) throws Undecided, InterruptedException {
        try {
            return credential(call, 0).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CredentialRefused refused) {
                throw new Undecided(
                        "no credential could be obtained: " + refused.getMessage(),
                        Outcome.REJECTED,
                        refused.exchanges());
            }
            throw new IllegalStateException("the source of credentials failed", e.getCause());
        }
    }

    /** The credential of an account; empty where the operation needs none. */
    CompletableFuture<Optional<Credential>> credential(ContractCall call, long account) {
        String identity = call.operation().identity();
        return identity == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : surroundings.credentials().obtain(identity, account).thenApply(Optional::of);
    }

    /** A body as JSON; a missing node for anything else. */
    static JsonNode read(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException notJson) {
            // What is not JSON has none of the declared places, and is judged as an answer without them.
            return MissingNode.getInstance();
        }
    }
}
