package dev.seaworthy.config;

import dev.seaworthy.kernel.Secret;
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
 * @param secretHeaders headers whose values refer to secrets, filled in; they hold no placeholders
 * @param body template, or null; JSON unless a Content-Type header says otherwise
 * @param identity whose credential is sent, or null for none
 * @param expect the status codes that are right for each class of credential; {@link CredentialClass#VALID} is always
 *     there
 * @param http which HTTP is spoken under load
 * @param connections open at the same time under load, at most, by one injector; a request that finds none free waits,
 *     and its wait is blocked time. 0 for as many as there are requests at once
 * @param redirects how many redirects are followed under load, inside the allow-list; 0 takes a redirect as the answer
 */
public record RequestSpec(
        String method,
        String target,
        String path,
        Map<String, String> headers,
        Map<String, Secret> secretHeaders,
        @Nullable String body,
        @Nullable String identity,
        Map<CredentialClass, List<Integer>> expect,
        Http http,
        int connections,
        int redirects) {

    /** Which HTTP a request speaks under load. */
    public enum Http {
        /** HTTP/1.1 (RFC 9112). */
        HTTP_1_1,
        /** HTTP/2 (RFC 9113), and nothing else. */
        HTTP_2,
        /** What the target chooses by ALPN; HTTP/1.1 without TLS. */
        NEGOTIATED
    }

    /** A request over HTTP/1.1 without secret headers that follows no redirects. */
    public RequestSpec(
            String method,
            String target,
            String path,
            Map<String, String> headers,
            @Nullable String body,
            @Nullable String identity,
            Map<CredentialClass, List<Integer>> expect) {
        this(method, target, path, headers, Map.of(), body, identity, expect, Http.HTTP_1_1, 0, 0);
    }

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
        return new RequestSpec(
                method, target, other, headers, secretHeaders, body, identity, expect, http, connections, redirects);
    }

    /** The same request with another body. */
    public RequestSpec withBody(String other) {
        return new RequestSpec(
                method, target, path, headers, secretHeaders, other, identity, expect, http, connections, redirects);
    }

    /** Whether the contract says that this request needs a credential: it names an identity and refuses to do without. */
    public boolean isProtected() {
        return identity != null && expect.containsKey(CredentialClass.NONE);
    }
}
