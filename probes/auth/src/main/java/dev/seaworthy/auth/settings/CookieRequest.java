package dev.seaworthy.auth.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.config.RequestSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of the browser's way in.
 *
 * @param method {@code POST} for a login, a change and a logout, {@code GET} otherwise, unless given
 * @param path below the HTTP target
 * @param headers sent with it
 * @param body text, or a tree that is sent as JSON; may hold {@code {user}}, {@code {password}} and {@code {nonce}}; or null
 */
public record CookieRequest(
        @Nullable String method,
        String path,
        Map<String, String> headers,
        @Nullable JsonNode body) {
    public CookieRequest {
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }

    /** The same as a request of the contract. */
    public RequestSpec spec(String usualMethod) {
        String text = body == null || body.isNull() ? null : body.isTextual() ? body.asText() : body.toString();
        return new RequestSpec(method == null ? usualMethod : method, "http", path, headers, text, null, Map.of());
    }
}
