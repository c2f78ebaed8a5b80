package dev.seaworthy.auth.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.config.FilledRequest;
import dev.seaworthy.config.Identity;
import dev.seaworthy.config.Identity.Locator;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.config.Targets;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.Wire;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The requests that begin, renew and end a session, and what their answers hold. Thread-safe. */
public final class SignIn {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Wire wire;
    private final Targets targets;
    private final Reach reach;

    public SignIn(Wire wire, Targets targets, Reach reach) {
        this.wire = wire;
        this.targets = targets;
        this.reach = reach;
    }

    public CompletableFuture<Attempt> login(String name, Identity.Login identity, String user, Secret password) {
        return wire.send(loginRequest(identity, user, password))
                .thenApply(answer -> read(name, identity, user, answer));
    }

    public CompletableFuture<Attempt> refresh(
            String name, Identity.Login identity, RequestSpec refresh, Credential old) {
        Secret token = old.refreshToken().orElseThrow();
        return wire.send(refreshRequest(refresh, token))
                .thenApply(answer -> read(name, identity, old.account(), answer, refresh));
    }

    /** What an answer to {@link #loginRequest} holds that was sent in another way. */
    public Attempt loggedIn(String name, Identity.Login identity, String user, HttpAnswer answer) {
        return read(name, identity, user, answer);
    }

    /** What an answer to {@link #refreshRequest} holds that was sent in another way. */
    public Attempt renewed(
            String name, Identity.Login identity, RequestSpec refresh, Credential old, HttpAnswer answer) {
        return read(name, identity, old.account(), answer, refresh);
    }

    public HttpRequest loginRequest(Identity.Login identity, String user, Secret password) {
        return filled(identity.login(), targets, Map.of("user", user, "password", password.reveal()));
    }

    public HttpRequest refreshRequest(RequestSpec refresh, Secret refreshToken) {
        return filled(refresh, targets, Map.of("refreshToken", refreshToken.reveal()));
    }

    public HttpRequest logoutRequest(RequestSpec logout, Credential credential) {
        Map<String, String> values = credential
                .refreshToken()
                .map(token -> Map.of("refreshToken", token.reveal()))
                .orElse(Map.of());
        return filled(logout, targets, values).bearer(credential.token());
    }

    /** A request of the contract with these values in its placeholders. */
    public static HttpRequest filled(RequestSpec spec, Targets targets, Map<String, String> values) {
        FilledRequest filled = FilledRequest.of(spec, targets.base(spec), values);
        return HttpRequest.of(filled.method(), filled.uri(), filled.headers(), filled.body());
    }

    /**
     * Client credentials (RFC 6749 section 4.4.2): id and secret in the form, and, where that is refused, by HTTP Basic,
     * the one way that section 2.3.1 obliges every server to know.
     */
    public CompletableFuture<Attempt> clientCredentials(String name, Identity.ClientCredentials client) {
        String id = encoded(client.clientId());
        String secret = encoded(client.clientSecret().reveal());
        return tokenRequest(name, client, "&client_id=" + id + "&client_secret=" + secret, Optional.empty())
                .thenCompose(attempt -> attempt.isRefusal()
                        ? tokenRequest(name, client, "", Optional.of(basic(id, secret)))
                        : CompletableFuture.completedFuture(attempt));
    }

    private Secret basic(String id, String secret) {
        byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return reach.vault().keep(Base64.getEncoder().encodeToString(pair));
    }

    private CompletableFuture<Attempt> tokenRequest(
            String name, Identity.ClientCredentials client, String inForm, Optional<Secret> basic) {
        String form = "grant_type=client_credentials" + inForm
                + (client.scope().isBlank() ? "" : "&scope=" + encoded(client.scope()));
        HttpRequest request = HttpRequest.of("POST", Targets.below(targets.auth(), client.path()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(form.getBytes(StandardCharsets.UTF_8));
        HttpRequest sent = basic.isPresent()
                ? request.header("Authorization", "Basic " + basic.get().reveal())
                : request;
        return wire.send(sent).thenApply(answer -> {
            if (!answer.is(200)) {
                return Attempt.without(answer, "was not answered 200");
            }
            Places places = new Places(new Locator("/access_token", null), null, new Locator("/expires_in", null));
            return found(name, client.clientId(), Credential.Origin.CLIENT_CREDENTIALS, places, answer);
        });
    }

    private Attempt read(String name, Identity.Login identity, String user, HttpAnswer answer) {
        return read(name, identity, user, answer, identity.login());
    }

    private Attempt read(String name, Identity.Login identity, String user, HttpAnswer answer, RequestSpec asked) {
        List<Integer> right = asked.expect().getOrDefault(CredentialClass.VALID, List.of(200));
        if (right.stream().noneMatch(answer::is)) {
            return Attempt.without(answer, "was not answered " + right);
        }
        Places places = new Places(identity.token(), identity.refreshToken(), identity.expiresIn());
        return found(name, user, Credential.Origin.LOGIN, places, answer);
    }

    private Attempt found(String name, String account, Credential.Origin origin, Places places, HttpAnswer answer) {
        Optional<String> token = value(places.token, answer);
        if (token.isEmpty()) {
            return Attempt.without(answer, "has no token where the contract says it is");
        }
        Optional<Instant> expiresAt = value(places.expiresIn, answer)
                .filter(text -> text.matches("\\d{1,10}"))
                .map(seconds -> reach.time().wallClock().plusSeconds(Long.parseLong(seconds)))
                .or(() -> CompactToken.expiry(token.get()));
        return Attempt.with(
                answer,
                new Credential(
                        name,
                        account,
                        origin,
                        reach.vault().keep(token.get()),
                        value(places.refreshToken, answer).map(reach.vault()::keep),
                        expiresAt,
                        List.of(answer.exchange())));
    }

    /** The text at a place of an answer; empty if it is not there or empty itself. */
    private static Optional<String> value(@Nullable Locator at, HttpAnswer answer) {
        if (at == null) {
            return Optional.empty();
        }
        if (at.header() != null) {
            return answer.headers().first(at.header()).filter(text -> !text.isBlank());
        }
        return value(at, answer.body());
    }

    /** The text at a pointer of a JSON body. */
    public static Optional<String> value(Locator at, byte[] body) {
        if (at.pointer() == null) {
            return Optional.empty();
        }
        try {
            JsonNode node = JSON.readTree(body).at(at.pointer());
            return Optional.of(node)
                    .filter(JsonNode::isValueNode)
                    .map(JsonNode::asText)
                    .filter(text -> !text.isBlank());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private record Places(
            Locator token,
            @Nullable Locator refreshToken,
            @Nullable Locator expiresIn) {}

    /**
     * What came of it.
     *
     * @param credential there if the answer was right and held a token
     * @param problem why there is none, as the end of a sentence that begins with the request; empty otherwise
     */
    public record Attempt(HttpAnswer answer, Optional<Credential> credential, String problem) {
        public static Attempt with(HttpAnswer answer, Credential credential) {
            return new Attempt(answer, Optional.of(credential), "");
        }

        public static Attempt without(HttpAnswer answer, String problem) {
            return new Attempt(answer, Optional.empty(), problem + " (" + said(answer) + ")");
        }

        /** Whether the target turned it down for what it is: not for the load, and not because it broke. */
        public boolean isRefusal() {
            int status = answer.status();
            return credential.isEmpty()
                    && answer.outcome().answered()
                    && status >= 400
                    && status < 500
                    && status != 429;
        }

        /** Whether the answer says anything about the credential: there is one, and it is not about the load. */
        public boolean isDecisive() {
            boolean shed = answer.status() == 429
                    || (answer.status() == 503
                            && answer.headers().first("Retry-After").isPresent());
            return answer.outcome().answered() && !shed;
        }

        private static String said(HttpAnswer answer) {
            return answer.outcome().answered()
                    ? "status " + answer.status()
                    : answer.outcome() + ": " + answer.detail();
        }
    }
}
