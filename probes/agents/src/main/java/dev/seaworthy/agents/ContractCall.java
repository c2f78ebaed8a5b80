package dev.seaworthy.agents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.config.FilledRequest;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.config.Targets;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An operation of the contract as requests, its placeholders {@code {nonce}} and {@code {user}} replaced. */
final class ContractCall {
    private final RequestSpec operation;
    private final URI base;

    /**
     * Requests of an operation.
     *
     * @param body sent instead of the operation's own, or null
     */
    ContractCall(RequestSpec operation, Targets targets, @Nullable JsonNode body) {
        this.operation =
                body == null ? operation : operation.withBody(body.isTextual() ? body.asText() : body.toString());
        this.base = targets.base(operation);
    }

    RequestSpec operation() {
        return operation;
    }

    /** Whether the contract calls this status right for a valid credential. */
    boolean expects(int status) {
        return operation.expect().getOrDefault(CredentialClass.VALID, List.of()).contains(status);
    }

    HttpRequest with(Optional<Credential> credential, String nonce) {
        String user = credential.map(Credential::account).orElse("");
        FilledRequest filled = FilledRequest.of(operation, base, Map.of("nonce", nonce, "user", user));
        HttpRequest request = HttpRequest.of(filled.method(), filled.uri(), filled.headers(), filled.body());
        return credential.map(Credential::token).map(request::bearer).orElse(request);
    }
}
