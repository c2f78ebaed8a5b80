package dev.seaworthy.auth.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.auth.settings.OidcSettings;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trades codes for tokens (RFC 6749 section 4.1.3), rightly and wrongly. */
final class TokenEndpoint {
    private final Provider provider;

    TokenEndpoint(Provider provider) {
        this.provider = provider;
    }

    /** Trades a code as it should be. */
    Traded trade(Provider.Coded coded) throws Halt, InterruptedException {
        return send(authenticated(coded.client(), fields(coded, coded.asked().verifier())));
    }

    /** Trades a code with another verifier; null for none. */
    Traded trade(Provider.Coded coded, @Nullable String verifier) throws Halt, InterruptedException {
        return send(authenticated(coded.client(), fields(coded, verifier)));
    }

    Traded send(HttpRequest request) throws Halt, InterruptedException {
        return read(provider.send(request));
    }

    Traded read(HttpAnswer answer) {
        JsonNode json = Provider.json(answer);
        for (String name : new String[] {"access_token", "refresh_token", "id_token"}) {
            if (json.path(name).isTextual() && !json.path(name).asText().isBlank()) {
                provider.keep(json.path(name).asText());
            }
        }
        Traded traded = new Traded(answer, json);
        if (traded.isAccepted() && !traded.idToken().isEmpty()) {
            provider.remember(traded.idToken());
        }
        return traded;
    }

    static Map<String, String> fields(Provider.Coded coded, @Nullable String verifier) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "authorization_code");
        fields.put("code", coded.code());
        fields.put("redirect_uri", coded.client().redirectUri());
        if (verifier != null) {
            fields.put("code_verifier", verifier);
        }
        return fields;
    }

    /** The token request of a client in the way that it authenticates: HTTP Basic where the provider knows it. */
    HttpRequest authenticated(OidcSettings.Client client, Map<String, String> fields)
            throws Halt, InterruptedException {
        return authenticated("token_endpoint", client, client.clientSecret(), fields);
    }

    /** The same at another endpoint or with another secret; null for a public client. */
    HttpRequest authenticated(
            String endpoint, OidcSettings.Client client, @Nullable Secret secret, Map<String, String> fields)
            throws Halt, InterruptedException {
        Map<String, String> sent = new LinkedHashMap<>(fields);
        if (secret == null) {
            sent.put("client_id", client.clientId());
            return provider.form(provider.endpoint(endpoint), sent);
        }
        JsonNode methods = provider.discovery().path("token_endpoint_auth_methods_supported");
        boolean basic = !methods.isArray() || methods.toString().contains("\"client_secret_basic\"");
        if (basic) {
            String pair = encoded(client.clientId()) + ":" + encoded(secret.reveal());
            String coded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            provider.keep(coded);
            return provider.form(provider.endpoint(endpoint), sent).header("Authorization", "Basic " + coded);
        }
        sent.put("client_id", client.clientId());
        sent.put("client_secret", secret.reveal());
        return provider.form(provider.endpoint(endpoint), sent);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What the userinfo endpoint says to a token. */
    Alive userInfo(String accessToken) throws Halt, InterruptedException {
        HttpAnswer answer = provider.send(HttpRequest.get(provider.uri(provider.endpoint("userinfo_endpoint")))
                .bearer(provider.keep(accessToken)));
        if (answer.is(200)) {
            return Alive.YES;
        }
        return answer.is(401) || answer.is(403) || answer.is(400) ? Alive.NO : Alive.UNCLEAR;
    }

    /** Whether a token is worth anything. */
    enum Alive {
        YES,
        NO,
        UNCLEAR
    }

    /** What came of a token request. */
    record Traded(HttpAnswer answer, JsonNode json) {
        boolean isAccepted() {
            return answer.is(200) && !accessToken().isBlank();
        }

        /** Refused for what it is, and not for the load. */
        boolean isRefused() {
            int status = answer.status();
            return answer.outcome().answered() && status >= 400 && status < 500 && status != 429;
        }

        String accessToken() {
            return json.path("access_token").asText();
        }

        String refreshToken() {
            return json.path("refresh_token").asText();
        }

        String idToken() {
            return json.path("id_token").asText();
        }

        @Override
        public String toString() {
            return answer.exchange().summary();
        }
    }
}
