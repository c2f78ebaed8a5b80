package dev.seaworthy.ratelimit;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.Targets;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An operation of the contract as a request. */
final class ContractCall {
    private ContractCall() {}

    static HttpRequest of(RequestSpec operation, Targets targets, @Nullable Secret token) {
        URI base = operation.target().equals("auth") ? targets.auth() : targets.http();
        URI uri = URI.create(base.toString().replaceFirst("/+$", "") + operation.path());
        HttpRequest request = HttpRequest.of(operation.method(), uri);
        for (Map.Entry<String, String> header : operation.headers().entrySet()) {
            request = request.header(header.getKey(), header.getValue());
        }
        if (token != null) {
            request = request.bearer(token);
        }
        String body = operation.body();
        if (body == null) {
            return request;
        }
        return request.headers().first("Content-Type").isPresent()
                ? request.body(body.getBytes(StandardCharsets.UTF_8))
                : request.json(body);
    }
}
