package dev.seaworthy.simulations;

import dev.seaworthy.config.FilledRequest;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.LoadOptions;
import dev.seaworthy.wire.PreparedRequest;
import dev.seaworthy.wire.Wire;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A request of the contract under load, as {@code http.<name>}.
 *
 * <p>{@link Outcome#OK} when the status is one that the contract expects with a valid credential; {@link Outcome#REJECTED}
 * for any other 401, 403, 429 or 503, by which a target declines; {@link Outcome#WRONG_ANSWER} for the rest. Waiting for a
 * credential counts as blocked time: neither the injector's lag nor the request's service time.
 */
public final class HttpOperation implements Operation {
    private static final Set<Integer> DECLINED = Set.of(401, 403, 429, 503);

    private final String name;
    private final RequestSpec spec;
    private final Set<Integer> expected;
    private final URI base;
    private final AccountTokens tokens;
    private final Wire wire;
    private final TimeSource time;
    private final LoadOptions travel;
    private final @Nullable HttpRequest ready;
    private final @Nullable PreparedRequest everybodys;
    /** What becomes of a complete answer, by its status. */
    private final Outcome[] judgements;

    private final Map<String, Template> accounts = new ConcurrentHashMap<>();

    /**
     * An operation.
     *
     * @param name as the contract has it, without {@code http.}
     * @param base URI of the spec's target
     * @param tokens shared by all operations of the run
     */
    HttpOperation(String name, RequestSpec spec, URI base, AccountTokens tokens, Wire wire, TimeSource time) {
        this.name = "http." + name;
        this.spec = spec;
        this.expected = new TreeSet<>(spec.expect().getOrDefault(RequestSpec.CredentialClass.VALID, List.of(200)));
        this.base = base;
        this.tokens = tokens;
        this.wire = wire;
        this.time = time;
        this.judgements = judgements(expected);
        this.travel = travel(spec);
        this.ready = Placeholders.areIn(spec) ? null : filled(new Placeholders("", ""));
        this.everybodys = ready == null || spec.identity() != null ? null : wire.prepare(ready, travel);
    }

    /** How it travels. The injector's event loops share the connections; each has at least one. */
    private static LoadOptions travel(RequestSpec spec) {
        LoadOptions.HttpVersion version = switch (spec.http()) {
            case HTTP_1_1 -> LoadOptions.HttpVersion.HTTP_1_1;
            case HTTP_2 -> LoadOptions.HttpVersion.HTTP_2;
            case NEGOTIATED -> LoadOptions.HttpVersion.NEGOTIATED;
        };
        LoadOptions options = LoadOptions.STANDARD.over(version).following(spec.redirects());
        int loops = LoadPlan.Engine.standard().loops();
        return spec.connections() == 0 ? options : options.within((spec.connections() + loops - 1) / loops);
    }

    @Override
    public String name() {
        return name;
    }

    /** The request of one turn, with the credential of {@code user}, if it sends one. */
    HttpRequest request(@Nullable Credential credential) {
        String user = credential == null ? "" : credential.account();
        HttpRequest request = ready != null ? ready : filled(Placeholders.of(user));
        return credential == null ? request : request.bearer(credential.token());
    }

    /** The credential that the user of this number sends, or null where none is sent. */
    @Nullable
    CompletableFuture<Credential> credential(long user) {
        return spec.identity() == null ? null : tokens.of(spec.identity(), user);
    }

    /** How many accounts share the load; at least 1. */
    int accounts() {
        return spec.identity() == null ? 1 : tokens.accounts(spec.identity());
    }

    /** How its requests travel. */
    public LoadOptions options() {
        return travel;
    }

    URI base() {
        return base;
    }

    /** The status codes that are right. */
    Set<Integer> expected() {
        return expected;
    }

    @Override
    public void start(Turn turn) {
        long fired = time.nanos();
        PreparedRequest shared = everybodys;
        if (shared != null) {
            send(shared, turn, fired);
            return;
        }
        CompletableFuture<Credential> credential = credential(turn.user().number());
        if (credential == null) {
            send(prepared(null), turn, fired);
            return;
        }
        if (credential.isDone() && !credential.isCompletedExceptionally()) {
            send(prepared(credential.join()), turn, fired);
            return;
        }
        var unused = credential.whenComplete((obtained, refusal) -> {
            if (refusal == null) {
                turn.loop().execute(() -> send(prepared(obtained), turn, fired));
            } else {
                Clocks never =
                        new Clocks(turn.intendedNanos(), fired, Clocks.NOT_REACHED, Clocks.NOT_REACHED, time.nanos());
                turn.complete(never, CredentialRefused.outcome(refusal), "no credential");
            }
        });
    }

    /** The template of an account lives as long as its credential; a request with a nonce is another one each time. */
    private PreparedRequest prepared(@Nullable Credential credential) {
        if (ready == null || credential == null) {
            return wire.prepare(request(credential), travel);
        }
        Template known = accounts.get(credential.account());
        if (known == null || known.credential != credential) {
            known = new Template(credential, wire.prepare(request(credential), travel));
            accounts.put(credential.account(), known);
        }
        return known.request;
    }

    private void send(PreparedRequest prepared, Turn turn, long fired) {
        wire.send(prepared, turn.loop(), turn.intendedNanos(), fired, (clocks, outcome, status, body, detail) -> {
            if (outcome != Outcome.OK) {
                turn.complete(clocks, outcome, detail);
                return;
            }
            Outcome judged = status < judgements.length ? judgements[status] : Outcome.WRONG_ANSWER;
            turn.complete(clocks, judged, judged == Outcome.OK ? "" : "HTTP " + status);
        });
    }

    private static Outcome[] judgements(Set<Integer> expected) {
        Outcome[] judgements = new Outcome[1000];
        for (int status = 0; status < judgements.length; status++) {
            judgements[status] = expected.contains(status)
                    ? Outcome.OK
                    : DECLINED.contains(status) ? Outcome.REJECTED : Outcome.WRONG_ANSWER;
        }
        return judgements;
    }

    private HttpRequest filled(Placeholders values) {
        FilledRequest filled = FilledRequest.of(spec, base, Map.of("nonce", values.nonce(), "user", values.user()));
        return HttpRequest.of(filled.method(), filled.uri(), filled.headers(), filled.body());
    }

    private record Template(Credential credential, PreparedRequest request) {}
}
