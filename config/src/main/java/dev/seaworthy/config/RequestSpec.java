package dev.seaworthy.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as the contract writes it.
 *
 * @param method e.g. {@code GET}
 * @param target {@code http} or {@code auth}
 * @param path begins with a slash; may hold a query and {@code {placeholders}}
 * @param headers may hold placeholders
 * @param body template, or null; JSON unless a Content-Type header says otherwise
 * @param identity whose credential is sent, or null for none
 * @param expect the status codes that are right for each class of credential; {@link CredentialClass#VALID} is always
 *     there
 */
public record RequestSpec(
        String method,
        String target,
        String path,
        Map<String, String> headers,
        @Nullable String body,
        @Nullable String identity,
        Map<CredentialClass, List<Integer>> expect) {

    /** What kind of credential a request carries. */
    public enum CredentialClass {
        VALID,
        NONE,
        GARBAGE,
        EXPIRED,
        TAMPERED
    }

    /** The same request with another path. */
    public RequestSpec withPath(String other) {
        return new RequestSpec(method, target, other, headers, body, identity, expect);
    }

    /** The same request with another body. */
    public RequestSpec withBody(String other) {
        return new RequestSpec(method, target, path, headers, other, identity, expect);
    }

    /** Whether the contract says that this request needs a credential: it names an identity and refuses to do without. */
    public boolean isProtected() {
        return identity != null && expect.containsKey(CredentialClass.NONE);
    }
}
