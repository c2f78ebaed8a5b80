package dev.seaworthy.ratelimit;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.Targets;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An operation of the contract as a request, its placeholders {@code {nonce}} and {@code {user}} replaced. */
final class ContractCall {
    private ContractCall() {}

    static HttpRequest of(RequestSpec operation, Targets targets, @Nullable Credential credential, String nonce) {
        UnaryOperator<String> fill = text ->
                text.replace("{nonce}", nonce).replace("{user}", credential == null ? "" : credential.account());
        URI base = operation.target().equals("auth") ? targets.auth() : targets.http();
        URI uri = URI.create(base.toString().replaceFirst("/+$", "") + fill.apply(operation.path()));
        HttpRequest request = HttpRequest.of(operation.method(), uri);
        for (Map.Entry<String, String> header : operation.headers().entrySet()) {
            request = request.header(header.getKey(), fill.apply(header.getValue()));
        }
        if (credential != null) {
            request = request.bearer(credential.token());
        }
        String body = operation.body();
        if (body == null) {
            return request;
        }
        return request.headers().first("Content-Type").isPresent()
                ? request.body(fill.apply(body).getBytes(StandardCharsets.UTF_8))
                : request.json(fill.apply(body));
    }
}
