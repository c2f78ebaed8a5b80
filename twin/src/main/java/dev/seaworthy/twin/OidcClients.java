package dev.seaworthy.twin;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The clients that are registered with the provider, and how they prove who they are (RFC 6749 section 2.3). Their secret is
 * the twin's signing key, so that a contract has one secret less to know.
 */
final class OidcClients {
    /** The twin's own application: {@link OidcApp}. */
    static final String WEB = "twin-web";

    private static final Set<String> ALL = Set.of(WEB, "twin-other");

    private final TwinSettings settings;

    OidcClients(TwinSettings settings) {
        this.settings = settings;
    }

    static boolean isKnown(String client) {
        return ALL.contains(client);
    }

    /** The one address that a client's users are sent back to. */
    static String redirectUri(String base, String client) {
        return base + (client.equals(WEB) ? OidcApp.CALLBACK : "/oidc/other/callback");
    }

    /** Whether a client's redirect URI is the registered one, letter for letter (RFC 9700 section 4.1.3). */
    boolean knowsRedirect(String base, String client, String redirectUri) {
        String registered = redirectUri(base, client);
        return settings.has(Fault.OIDC_REDIRECT_PREFIX)
                ? redirectUri.startsWith(registered)
                : redirectUri.equals(registered);
    }

    /**
     * The client that a request to the token endpoint proves to be.
     *
     * @throws Refusal 401 invalid_client
     */
    String authenticated(Call call, Map<String, List<String>> form) {
        return authenticated(call, form, settings.has(Fault.OIDC_SECRET_IGNORED));
    }

    /** The client that a request to another endpoint proves to be. */
    String strictlyAuthenticated(Call call, Map<String, List<String>> form) {
        return authenticated(call, form, false);
    }

    private String authenticated(Call call, Map<String, List<String>> form, boolean secretIgnored) {
        String id = one(form, "client_id");
        String secret = one(form, "client_secret");
        if (secret.isEmpty() && settings.has(Fault.OIDC_SECRET_IN_QUERY)) {
            id = call.parameter("client_id", id);
            secret = call.parameter("client_secret", "");
        }
        String header = call.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        if (header.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            String[] pair = basic(header.substring("basic ".length()).strip());
            id = pair[0];
            secret = pair[1];
        }
        boolean right = MessageDigest.isEqual(
                settings.signingKey().getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
        if (!isKnown(id) || !(right || secretIgnored)) {
            throw OidcDesk.refused(401, "invalid_client", "the client is unknown, or its secret is wrong or missing");
        }
        return id;
    }

    private static String[] basic(String coded) {
        try {
            String plain = new String(Base64.getDecoder().decode(coded), StandardCharsets.UTF_8);
            int colon = plain.indexOf(':');
            if (colon > 0) {
                return new String[] {decoded(plain.substring(0, colon)), decoded(plain.substring(colon + 1))};
            }
        } catch (IllegalArgumentException e) {
            // What cannot be decoded is as wrong as what is empty.
        }
        return new String[] {"", ""};
    }

    private static String decoded(String text) {
        return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The value of a form's field that is there once; empty otherwise. */
    static String one(Map<String, List<String>> form, String name) {
        List<String> values = form.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }
}
