package dev.seaworthy.auth.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.kernel.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ways around the gate and walls between users: {@code probes.auth.access}.
 *
 * @param origin of a page that may read, to be told which headers may be sent; the target's own unless given
 * @param testCredential what test suites send instead of a login, or null where there is no such thing
 * @param minting requests that hand out tokens for tests, or are said to be gone
 * @param objects what users own, or null
 * @param otherTenant an identity of another tenant, or null
 * @param admin requests that a user must not make; such that change nothing
 */
public record AccessSettings(
        @Nullable String origin,
        @Nullable TestCredential testCredential,
        List<Minting> minting,
        @Nullable OwnedObjects objects,
        @Nullable String otherTenant,
        List<RequestTemplate> admin) {

    /** Nothing but the defaults. */
    public AccessSettings() {
        this(null, null, List.of(), null, null, List.of());
    }

    public AccessSettings(
            @Nullable String origin,
            @Nullable TestCredential testCredential,
            @Nullable List<Minting> minting,
            @Nullable OwnedObjects objects,
            @Nullable String otherTenant,
            @Nullable List<RequestTemplate> admin) {
        this.origin = origin;
        this.testCredential = testCredential;
        this.minting = minting == null ? List.of() : List.copyOf(minting);
        this.objects = objects;
        this.otherTenant = otherTenant;
        this.admin = admin == null ? List.of() : List.copyOf(admin);
        for (RequestTemplate request : this.admin) {
            if (!request.isSafe()) {
                throw new IllegalArgumentException("auth.access.admin: " + request.method() + " " + request.path()
                        + " might do what it says if it is let in; give one that only reads");
            }
        }
    }

    /**
     * What test suites send instead of a login.
     *
     * @param headers in the clear
     * @param secretHeaders whose values are secrets
     */
    public record TestCredential(Map<String, String> headers, Map<String, Secret> secretHeaders) {
        public TestCredential {
            headers = headers == null ? Map.of() : Map.copyOf(headers);
            secretHeaders = secretHeaders == null ? Map.of() : Map.copyOf(secretHeaders);
            if (headers.isEmpty() && secretHeaders.isEmpty()) {
                throw new IllegalArgumentException("auth.access.test-credential has no header");
            }
        }
    }

    /**
     * A request that hands out tokens.
     *
     * @param request what test suites send
     * @param token JSON pointer to the token in its answer
     */
    public record Minting(RequestTemplate request, String token) {}

    /**
     * What users own.
     *
     * @param create makes one, with the credential of its owner
     * @param id JSON pointer to its id in the answer
     * @param read shows it; {@code {id}} is replaced, and so in the others
     * @param list shows all that a user owns, or null
     * @param update changes it, or null
     * @param delete removes it; without it, objects are left behind
     * @param protectedFields members that a user must not be able to set, with the values that are tried
     */
    public record OwnedObjects(
            RequestTemplate create,
            String id,
            RequestTemplate read,
            @Nullable RequestTemplate list,
            @Nullable RequestTemplate update,
            @Nullable RequestTemplate delete,
            Map<String, JsonNode> protectedFields) {
        public OwnedObjects {
            protectedFields = protectedFields == null
                    ? Map.of()
                    : Collections.unmodifiableMap(new LinkedHashMap<>(protectedFields));
        }
    }
}
