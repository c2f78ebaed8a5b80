package dev.seaworthy.ratelimit;

import dev.seaworthy.config.FilledRequest;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.ratelimit.confirm.Declaration;
import dev.seaworthy.ratelimit.http.HttpTransport;
import dev.seaworthy.ratelimit.http.Refusal;
import dev.seaworthy.ratelimit.scope.Usual;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.websocket.Conversation;
import dev.seaworthy.ratelimit.websocket.MessageTransport;
import dev.seaworthy.wire.Header;
import dev.seaworthy.wire.Headers;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.WebSocketRequest;
import dev.seaworthy.wire.Wire;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One declared limit and its examination, which runs once, when it is first asked about: all verdicts from one disturbance instead of
 * one for each.
 */
final class TriedLimit {
    /** So many other callers at most: fresh keys for what needs them. */
    private static final int MOST_CALLERS = 4;

    private final DeclaredLimit limit;
    private final Surroundings surroundings;
    private final List<Wire> addresses;
    private @Nullable Trial trial;

    /** A limit that was not tried; {@code addresses} are the engines to send with, one for each address. */
    TriedLimit(DeclaredLimit limit, Surroundings surroundings, List<Wire> addresses) {
        this.limit = limit;
        this.surroundings = surroundings;
        this.addresses = List.copyOf(addresses);
    }

    DeclaredLimit limit() {
        return limit;
    }

    /** What the examination showed, or null where it could not begin. */
    @Nullable
    Examined examined() throws InterruptedException {
        return trial().examined;
    }

    /** Every exchange of the examination, those of a refused login where there was no more. */
    List<Exchange> exchanges() throws InterruptedException {
        Trial done = trial();
        Examined examined = done.examined;
        return examined == null ? done.withoutExamination : examined.exchanges();
    }

    /** Judges what was seen, if anything could be. */
    Opinion judge(Function<Examined, Opinion> judgement) throws InterruptedException {
        Trial done = trial();
        Examined examined = done.examined;
        if (examined == null) {
            return done.obstacle;
        }
        for (Entry entry : examined.journal().entries()) {
            if (entry.answer().outcome() == Answer.Outcome.OURS) {
                return surroundings.reach().budget().asked()
                                > surroundings.reach().budget().limit()
                        ? Opinion.skipped("the run's request budget is spent; raise rails.max-requests")
                        : Opinion.error(examined.stopped());
            }
        }
        return judgement.apply(examined);
    }

    private synchronized Trial trial() throws InterruptedException {
        Trial done = trial;
        if (done == null) {
            done = begin(null);
            trial = done;
        }
        return done;
    }

    /** The same limit once more, confirmed only, while something else is going on; nothing where it is not known what to confirm. */
    Optional<Examined> again() throws InterruptedException {
        Examined rested = examined();
        Optional<Declaration> declaration = rested == null ? Optional.empty() : rested.declared();
        return declaration.isEmpty() ? Optional.empty() : Optional.ofNullable(begin(declaration.get()).examined);
    }

    private Trial begin(@Nullable Declaration again) throws InterruptedException {
        RequestSpec operation = operation(limit.operation());
        if (operation == null) {
            return Trial.impossible(
                    Opinion.error("limit " + limit.name() + " names the operation '" + limit.operation()
                            + "', which the contract does not have under operations"),
                    List.of());
        }
        List<HttpRequest> callers = new ArrayList<>();
        try {
            // From the end of the pool: load takes accounts from its beginning.
            for (int caller = 0; caller < Math.max(1, Math.min(MOST_CALLERS, accounts(operation))); caller++) {
                callers.add(request(operation, identity(operation), -1L - caller));
            }
            RequestSpec neighbour = limit.neighbour() == null ? null : operation(limit.neighbour());
            if (neighbour != null && callers.size() == 1) {
                callers.add(request(neighbour, identity(neighbour), 0));
            }
        } catch (CredentialRefused refused) {
            return Trial.impossible(
                    Opinion.unproven("no credential could be obtained: " + refused.getMessage()), refused.exchanges());
        }
        Order whole = limit.order(usual(callers.get(0), nobody(operation)));
        Order order = again == null ? whole : whole.confirming(again);
        Plan plan = limit.plan(surroundings.seed());
        String message = limit.message();
        if (message != null) {
            return messages(callers, message, plan, order);
        }
        Refusal refusal = new Refusal(
                operation.expect().getOrDefault(CredentialClass.VALID, List.of()),
                limit.refusal(),
                limit.refusalBody());
        HttpTransport transport = new HttpTransport(
                addresses,
                callers,
                nobody(operation),
                refusal,
                surroundings.reach().time());
        return Trial.of(new Examination(transport, plan, order).run());
    }

    private Trial messages(List<HttpRequest> callers, String message, Plan plan, Order order)
            throws InterruptedException {
        URI uri = surroundings.environment().targets().webSocket();
        if (uri == null) {
            return Trial.impossible(
                    Opinion.error(
                            "limit " + limit.name() + " sends messages, and the contract has no targets.websocket"),
                    List.of());
        }
        Conversation talk = null;
        for (HttpRequest caller : callers) {
            WebSocketRequest handshake = WebSocketRequest.to(uri);
            for (Header field : caller.headers().fields()) {
                handshake = field.name().equalsIgnoreCase("Sec-WebSocket-Protocol")
                        ? handshake.offering(List.of(field.value().split("\\s*,\\s*")))
                        : handshake.header(field.name(), field.value());
            }
            talk = talk == null ? Conversation.of(handshake, message) : talk.with(handshake);
        }
        if (limit.refusalBody() != null) {
            talk = Objects.requireNonNull(talk).refusedBy(Pattern.compile(Pattern.quote(limit.refusalBody())));
        }
        try (MessageTransport transport =
                new MessageTransport(addresses.get(0), surroundings.reach().time(), Objects.requireNonNull(talk))) {
            return Trial.of(new Examination(transport, plan, order).run());
        }
    }

    private static Usual usual(HttpRequest own, HttpRequest nobody) {
        URI uri = own.uri();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        boolean bearer = own.headers()
                .first("Authorization")
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .isPresent();
        boolean other =
                own.headers().fields().size() > nobody.headers().fields().size();
        return new Usual(
                own.method(),
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery(),
                uri.getRawAuthority(),
                bearer ? Usual.Credential.BEARER : other ? Usual.Credential.OTHER : Usual.Credential.NONE,
                own.method().equals("POST"));
    }

    private @Nullable RequestSpec operation(String name) {
        return surroundings.environment().operations().get(name);
    }

    private HttpRequest request(RequestSpec operation, @Nullable String identity, long account)
            throws CredentialRefused, InterruptedException {
        Credential credential = identity == null ? null : obtain(identity, account);
        HttpRequest request = plain(operation, credential == null ? "" : credential.account());
        return credential == null ? request : request.bearer(credential.token());
    }

    private HttpRequest plain(RequestSpec operation, String user) {
        String nonce = "sw" + Long.toHexString(new SplittableRandom(surroundings.seed()).nextLong());
        FilledRequest filled = FilledRequest.of(
                operation, surroundings.environment().targets().base(operation), Map.of("nonce", nonce, "user", user));
        return HttpRequest.of(filled.method(), filled.uri(), filled.headers(), filled.body());
    }

    /** Without a credential, and without headers that hold a secret. */
    private HttpRequest nobody(RequestSpec operation) {
        HttpRequest request = plain(operation, "");
        List<Header> open = request.headers().fields().stream()
                .filter(field -> operation.secretHeaders().keySet().stream().noneMatch(field.name()::equalsIgnoreCase))
                .toList();
        return new HttpRequest(request.method(), request.uri(), new Headers(open), request.body());
    }

    private Credential obtain(String identity, long account) throws CredentialRefused, InterruptedException {
        Credentials credentials = surroundings.credentials();
        try {
            return credentials
                    .obtain(identity, Math.floorMod(account, (long) credentials.accounts(identity)))
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CredentialRefused refused) {
                throw refused;
            }
            throw new IllegalStateException("the source of credentials failed", e.getCause());
        }
    }

    private int accounts(RequestSpec operation) {
        String identity = identity(operation);
        return identity == null ? 1 : surroundings.credentials().accounts(identity);
    }

    private @Nullable String identity(RequestSpec operation) {
        return limit.identity() != null ? limit.identity() : operation.identity();
    }

    /** Either an examination, or why there is none. */
    private record Trial(@Nullable Examined examined, Opinion obstacle, List<Exchange> withoutExamination) {
        static Trial of(Examined examined) {
            return new Trial(examined, Opinion.unproven("-"), List.of());
        }

        static Trial impossible(Opinion obstacle, List<Exchange> exchanges) {
            return new Trial(null, obstacle, new ArrayList<>(exchanges));
        }
    }
}
