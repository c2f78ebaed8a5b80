package dev.seaworthy.agents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.config.Targets;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An operation of the contract as requests, its placeholders {@code {nonce}} and {@code {user}} replaced. */
final class ContractCall {
    private final RequestSpec operation;
    private final URI base;
    private final @Nullable String body;

    /**
     * Requests of an operation.
     *
     * @param body sent instead of the operation's own, or null
     */
    ContractCall(RequestSpec operation, Targets targets, @Nullable JsonNode body) {
        this.operation = operation;
        this.base = operation.target().equals("auth") ? targets.auth() : targets.http();
        this.body = body == null ? operation.body() : body.isTextual() ? body.asText() : body.toString();
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
        UnaryOperator<String> fill = text -> text.replace("{nonce}", nonce).replace("{user}", user);
        URI uri = URI.create(base.toString().replaceFirst("/+$", "") + fill.apply(operation.path()));
        HttpRequest request = HttpRequest.of(operation.method(), uri);
        for (Map.Entry<String, String> header : operation.headers().entrySet()) {
            request = request.header(header.getKey(), fill.apply(header.getValue()));
        }
        if (credential.isPresent()) {
            request = request.bearer(credential.get().token());
        }
        if (body == null) {
            return request;
        }
        return request.headers().first("Content-Type").isPresent()
                ? request.body(fill.apply(body).getBytes(StandardCharsets.UTF_8))
                : request.json(fill.apply(body));
    }
}
