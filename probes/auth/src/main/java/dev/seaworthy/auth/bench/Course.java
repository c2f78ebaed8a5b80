package dev.seaworthy.auth.bench;

import dev.seaworthy.config.Identity;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One run of a check that goes step by step: every exchange on the way becomes evidence. Used once, by one thread. */
public final class Course {
    private final Bench bench;
    private final Claim claim;
    private final List<Exchange> exchanges = new ArrayList<>();

    public Course(Bench bench, Claim claim) {
        this.bench = bench;
        this.claim = claim;
    }

    /** Waits for a login or a renewal. */
    public SignIn.Attempt attempt(CompletableFuture<SignIn.Attempt> sent) throws InterruptedException {
        try {
            SignIn.Attempt attempt = sent.get();
            exchanges.add(attempt.answer().exchange());
            attempt.credential().ifPresent(bench::began);
            return attempt;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the request could not be sent", e.getCause());
        }
    }

    /** The login by which the first account's shared credential was had, for checks that only look at its answer. */
    public SignIn.Attempt firstLogin(Identity.Login login) throws InterruptedException {
        Optional<SignIn.Attempt> known = bench.firstLogin();
        if (known.isPresent()) {
            exchanges.add(known.get().answer().exchange());
            return known.get();
        }
        Identity.Account account = login.accounts().get(0);
        SignIn.Attempt attempt =
                attempt(bench.signIn().login(bench.settings().identity(), login, account.user(), account.password()));
        bench.stand(attempt);
        return attempt;
    }

    public HttpAnswer send(HttpRequest request) throws InterruptedException {
        HttpAnswer answer = bench.wire().exchange(request);
        exchanges.add(answer.exchange());
        return answer;
    }

    /** Sends requests whose last bytes leave together; see {@link dev.seaworthy.wire.Wire#together}. */
    public List<HttpAnswer> together(List<HttpRequest> requests, Duration pause) throws InterruptedException {
        return all(bench.wire().together(requests, pause));
    }

    /** Sends requests at once, over as many connections. */
    public List<HttpAnswer> atOnce(List<HttpRequest> requests) throws InterruptedException {
        List<CompletableFuture<HttpAnswer>> sent =
                requests.stream().map(bench.wire()::send).toList();
        return all(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .thenApply(unused -> sent.stream().map(CompletableFuture::join).toList()));
    }

    private List<HttpAnswer> all(CompletableFuture<List<HttpAnswer>> sent) throws InterruptedException {
        try {
            List<HttpAnswer> answers = sent.get();
            answers.forEach(answer -> exchanges.add(answer.exchange()));
            return answers;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the requests could not be sent", e.getCause());
        }
    }

    /** What a route says to a token. */
    public Reading shown(Route route, Secret token) throws InterruptedException {
        Reading reading = route.read(send(route.bare().bearer(token)), CredentialClass.VALID);
        bench.admissions().note(route, token, reading);
        return reading;
    }

    /** Whether a route lets in a valid token that others may have shown just before: then it is not sent again. */
    public boolean holds(Route route, Secret valid) throws InterruptedException {
        Optional<Exchange> last = bench.admissions().held(route, valid);
        last.ifPresent(exchanges::add);
        return last.isPresent() || shown(route, valid) == Reading.ACCEPTED;
    }

    /** What a route says to no credential; asked once in a run, if it refuses that. */
    public Reading nobody(Route route) throws InterruptedException {
        if (bench.isClosed(route)) {
            return Reading.REFUSED;
        }
        Reading reading = route.read(send(route.bare()), CredentialClass.NONE);
        if (reading == Reading.REFUSED) {
            bench.rememberClosed(route);
        }
        return reading;
    }

    /**
     * The first route that lets the token in and refuses no credential, which is asked once in a run; empty if there is
     * none, and then {@link #lastSummary()} says what the last one did.
     */
    public Optional<Route> discriminating(Secret token) throws InterruptedException {
        for (Route route : bench.routes()) {
            if (nobody(route) == Reading.REFUSED && holds(route, token)) {
                return Optional.of(route);
            }
            if (!exchanges.get(exchanges.size() - 1).outcome().answered()) {
                break;
            }
        }
        return Optional.empty();
    }

    /** What was exchanged so far. */
    public List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** The last exchange in one line. */
    public String lastSummary() {
        return exchanges.get(exchanges.size() - 1).summary();
    }

    public Course after(List<Exchange> earlier) {
        exchanges.addAll(earlier);
        return this;
    }

    public Finding pass(String reason) {
        return Finding.pass(claim, reason, evidence());
    }

    public Finding fail(String reason) {
        return Finding.fail(claim, reason, evidence());
    }

    public Finding unproven(String reason) {
        return Finding.unproven(claim, reason, evidence());
    }

    /** What an answer revealed may have been recognised as secret only after its exchange was made. */
    private Evidence evidence() {
        return Evidence.of(exchanges.stream()
                .map(exchange -> exchange.redactedBy(bench.vault()))
                .toList());
    }

    /** A failed attempt of what should work: it refutes, unless nothing was answered or the target was only busy. */
    public Finding broken(String what, SignIn.Attempt attempt) {
        String reason = what + " " + attempt.problem();
        return attempt.isDecisive() ? fail(reason) : unproven(reason);
    }
}
