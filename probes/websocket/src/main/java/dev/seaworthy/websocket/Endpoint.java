package dev.seaworthy.websocket;

import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Undecided;
import dev.seaworthy.wire.Handshake;
import dev.seaworthy.wire.WebSocket;
import dev.seaworthy.wire.WebSocketRequest;
import dev.seaworthy.wire.Wire;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** The WebSocket endpoint of the contract: how to ask it for a socket, with which credential in which place. Thread-safe. */
final class Endpoint {
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(3);

    private final WebSocketSettings settings;
    private final Surroundings surroundings;
    private final Wire wire;
    private final URI uri;
    private final SplittableRandom random;

    Endpoint(WebSocketSettings settings, Surroundings surroundings, Wire wire, URI uri) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.wire = wire;
        this.uri = uri;
        // The run's id keeps a second run with the same seed from asking what was asked, and perhaps cached, before.
        this.random = new SplittableRandom(
                surroundings.seed() * 31 + surroundings.reach().runId().hashCode());
    }

    WebSocketSettings settings() {
        return settings;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** How long an answer on an open socket is waited for. */
    Duration patience() {
        Duration answer = surroundings.reach().answerTimeout();
        return answer.compareTo(LONGEST_PATIENCE) < 0 ? answer : LONGEST_PATIENCE;
    }

    /** A text that nobody has used before: letters and digits, legal in a subprotocol. */
    synchronized String nonce() {
        return "sw" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong() & 0xffff);
    }

    /** Something of the shape of a token that nobody issued. */
    synchronized String junkToken() {
        return segment(20) + "." + segment(60) + "." + segment(32);
    }

    private String segment(int bytes) {
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
    }

    /** Whether the contract names an identity whose token opens the socket. */
    boolean needsCredential() {
        return settings.identity() != null;
    }

    /** A fresh token of the identity's account, or null where the endpoint needs none. */
    @Nullable
    Secret token(long account) throws Undecided, InterruptedException {
        String identity = settings.identity();
        if (identity == null) {
            return null;
        }
        try {
            return surroundings.credentials().obtain(identity, account).get().token();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CredentialRefused refused) {
                throw new Undecided(
                        "no credential could be obtained: " + refused.getMessage(),
                        Outcome.REJECTED,
                        refused.exchanges());
            }
            throw new IllegalStateException("the source of credentials failed", e.getCause());
        }
    }

    /** As {@link #token}, for virtual users; completes with an empty value where the endpoint needs none. */
    CompletableFuture<Optional<Credential>> credential(long account) {
        String identity = settings.identity();
        return identity == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : surroundings.credentials().obtain(identity, account).thenApply(Optional::of);
    }

    /** The item among the offered subprotocols that carries a token, where the contract lets it travel there. */
    Optional<String> tokenItem(String token) {
        WebSocketSettings.Token carriage = settings.carriage();
        return carriage.carrier() == WebSocketSettings.Carrier.SUBPROTOCOL
                ? Optional.of(prefix(carriage, "") + spelled(carriage, token))
                : Optional.empty();
    }

    /** A handshake as the contract describes it; {@code token} may be null for none. */
    WebSocketRequest request(@Nullable String token) {
        List<String> offers = new ArrayList<>(applicationOffer());
        WebSocketRequest request =
                WebSocketRequest.to(uri).within(surroundings.reach().answerTimeout());
        if (token == null) {
            return request.offering(offers);
        }
        WebSocketSettings.Token carriage = settings.carriage();
        switch (carriage.carrier()) {
            case SUBPROTOCOL -> tokenItem(token).ifPresent(offers::add);
            case HEADER ->
                request = request.header(
                        carriage.name() == null ? "Authorization" : carriage.name(),
                        prefix(carriage, "Bearer ") + spelled(carriage, token));
            case QUERY -> request = withQuery(request, carriage, token);
        }
        return request.offering(offers);
    }

    /** The token in {@code Authorization}, whatever the contract says, and these offers. */
    WebSocketRequest byHeader(String token, List<String> offers) {
        return WebSocketRequest.to(uri)
                .within(surroundings.reach().answerTimeout())
                .header("Authorization", "Bearer " + token)
                .offering(offers);
    }

    List<String> applicationOffer() {
        return settings.subprotocol() == null ? List.of() : List.of(settings.subprotocol());
    }

    Handshake attempt(WebSocketRequest request) throws InterruptedException {
        try {
            return wire.connect(request).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the wire engine broke its word not to fail", e.getCause());
        }
    }

    CompletableFuture<Handshake> attempting(WebSocketRequest request) {
        return wire.connect(request);
    }

    CompletableFuture<Handshake> attempting(WebSocketRequest request, ScheduledExecutorService loop, long intended) {
        return wire.connect(request, loop, intended);
    }

    /** An open socket of an account, as the contract describes it. */
    Dialogue open(long account) throws Undecided, InterruptedException {
        Secret token = token(account);
        Handshake handshake = attempt(request(token == null ? null : token.reveal()));
        if (handshake.socket() == null) {
            throw noSocket(handshake);
        }
        return dialogue(handshake, handshake.socket());
    }

    /** A handshake with a valid credential that gave no socket. */
    static Undecided noSocket(Handshake handshake) {
        String what = handshake.outcome() == Outcome.OK ? "answered " + handshake.status() : handshake.detail();
        return new Undecided(
                "no socket opened with a valid credential (" + what + "); see ws.handshake",
                handshake.outcome(),
                List.of(handshake.exchange()));
    }

    Dialogue dialogue(Handshake handshake, WebSocket socket) {
        return new Dialogue(handshake, socket, patience(), surroundings.reach().time());
    }

    private static WebSocketRequest withQuery(
            WebSocketRequest request, WebSocketSettings.Token carriage, String token) {
        String name = carriage.name() == null ? "token" : carriage.name();
        String value = URLEncoder.encode(prefix(carriage, "") + spelled(carriage, token), StandardCharsets.UTF_8);
        String glue = request.uri().getRawQuery() == null ? "?" : "&";
        URI asked = URI.create(request.uri() + glue + name + "=" + value);
        return new WebSocketRequest(asked, request.subprotocols(), request.headers(), request.timeout());
    }

    private static String prefix(WebSocketSettings.Token carriage, String otherwise) {
        return carriage.prefix() == null ? otherwise : carriage.prefix();
    }

    private static String spelled(WebSocketSettings.Token carriage, String token) {
        return carriage.encoding() == WebSocketSettings.Encoding.BASE64URL
                ? Base64.getUrlEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.UTF_8))
                : token;
    }
}
