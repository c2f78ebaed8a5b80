package dev.seaworthy.auth.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.config.RequestSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as these settings write it.
 *
 * @param method {@code GET} unless given
 * @param path begins with a slash; may hold {@code {id}} and {@code {nonce}}
 * @param headers may hold the same
 * @param body text, or a tree that is sent as JSON; null for none
 */
public record RequestTemplate(
        String method,
        String path,
        Map<String, String> headers,
        @Nullable JsonNode body) {
    public RequestTemplate(
            @Nullable String method, String path, @Nullable Map<String, String> headers, @Nullable JsonNode body) {
        this.method = method == null ? "GET" : method;
        this.path = path;
        this.headers = headers == null ? Map.of() : Map.copyOf(headers);
        this.body = body;
    }

    /** Whether it changes nothing (RFC 9110 section 9.2.1). */
    public boolean isSafe() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** The same with further members in the object that is its body. */
    public RequestTemplate with(Map<String, JsonNode> members) {
        if (!(body instanceof ObjectNode object)) {
            return this;
        }
        ObjectNode more = object.deepCopy();
        members.forEach(more::set);
        return new RequestTemplate(method, path, headers, more);
    }

    /** Whether its body is an object with these members. */
    public boolean isBodyOf(Map<String, JsonNode> members) {
        return members.entrySet().stream()
                .allMatch(member -> body != null && member.getValue().equals(body.get(member.getKey())));
    }

    /** As a request of the contract, without a credential. */
    public RequestSpec spec() {
        String text = body == null ? null : body.isTextual() ? body.asText() : body.toString();
        return new RequestSpec(
                method, "http", path, headers, text, null, Map.<RequestSpec.CredentialClass, List<Integer>>of());
    }
}
