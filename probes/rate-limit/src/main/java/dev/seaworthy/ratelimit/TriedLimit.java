package dev.seaworthy.ratelimit;

import dev.seaworthy.config.FilledRequest;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.Wire;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One declared limit and its trial, which runs once, when it is first asked about: five verdicts from one disturbance
 * instead of five.
 */
final class TriedLimit {
    private final DeclaredLimit limit;
    private final Surroundings surroundings;
    private final Wire wire;
    private @Nullable Trial trial;

    TriedLimit(DeclaredLimit limit, Surroundings surroundings, Wire wire) {
        this.limit = limit;
        this.surroundings = surroundings;
        this.wire = wire;
    }

    DeclaredLimit limit() {
        return limit;
    }

    Opinion enforced() throws InterruptedException {
        return judge(Judgement::enforced);
    }

    Opinion amount() throws InterruptedException {
        return judge(Judgement::amount);
    }

    Opinion retryAfter() throws InterruptedException {
        return judge(Judgement::retryAfter);
    }

    Opinion isolation() throws InterruptedException {
        boolean hasBystander = accounts() > 1;
        return judge(course -> Judgement.isolation(course, hasBystander));
    }

    Opinion recovers() throws InterruptedException {
        return judge(Judgement::recovers);
    }

    /** What the trial saw, or null where it could not begin. */
    @Nullable
    Course course() throws InterruptedException {
        return trial().course;
    }

    /** Every exchange of the trial, those of a refused login where there was no more. */
    List<Exchange> exchanges() throws InterruptedException {
        Trial done = trial();
        Course course = done.course;
        return course == null
                ? done.withoutCourse
                : course.log().stream()
                        .map(Reply::exchange)
                        .filter(Objects::nonNull)
                        .toList();
    }

    private Opinion judge(Function<Course, Opinion> judgement) throws InterruptedException {
        Trial done = trial();
        Course course = done.course;
        if (course == null) {
            return done.obstacle;
        }
        Reply ours = course.ourFault();
        if (ours != null) {
            return ours.kind() == Reply.Kind.NOT_SENT
                    ? Opinion.skipped("the run's request budget is spent; raise rails.max-requests")
                    : Opinion.error("our own client failed: " + ours.text());
        }
        return judgement.apply(course);
    }

    private synchronized Trial trial() throws InterruptedException {
        Trial done = trial;
        if (done == null) {
            done = begin();
            trial = done;
        }
        return done;
    }

    private Trial begin() throws InterruptedException {
        RequestSpec operation = surroundings.environment().operations().get(limit.operation());
        if (operation == null) {
            return Trial.impossible(
                    Opinion.error("limit " + limit.name() + " names the operation '" + limit.operation()
                            + "', which the contract does not have under operations"),
                    List.of());
        }
        Map<Caller, HttpRequest> requests = new EnumMap<>(Caller.class);
        try {
            // From the end of the pool: load takes accounts from its beginning.
            requests.put(Caller.LIMITED, request(operation, -1));
            if (accounts() > 1) {
                requests.put(Caller.BYSTANDER, request(operation, -2));
            }
        } catch (CredentialRefused refused) {
            return Trial.impossible(
                    Opinion.unproven("no credential could be obtained: " + refused.getMessage()), refused.exchanges());
        }
        Transport transport =
                new HttpTransport(wire, surroundings.reach().time(), requests, operation, limit.refusalStatus());
        return new Trial(new LimitTrial(limit, transport, accounts() > 1).run(), Opinion.unproven("-"), List.of());
    }

    private HttpRequest request(RequestSpec operation, long account) throws CredentialRefused, InterruptedException {
        String identity = identity(operation);
        Credential credential = identity == null ? null : obtain(identity, account);
        String nonce = "sw" + Long.toHexString(new SplittableRandom(surroundings.seed()).nextLong());
        Map<String, String> values = Map.of("nonce", nonce, "user", credential == null ? "" : credential.account());
        FilledRequest filled =
                FilledRequest.of(operation, surroundings.environment().targets().base(operation), values);
        HttpRequest request = HttpRequest.of(filled.method(), filled.uri(), filled.headers(), filled.body());
        return credential == null ? request : request.bearer(credential.token());
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

    private int accounts() {
        RequestSpec operation = surroundings.environment().operations().get(limit.operation());
        String identity = operation == null ? null : identity(operation);
        return identity == null ? 0 : surroundings.credentials().accounts(identity);
    }

    private @Nullable String identity(RequestSpec operation) {
        return limit.identity() != null ? limit.identity() : operation.identity();
    }

    /** Either a course, or why there is none. */
    private record Trial(@Nullable Course course, Opinion obstacle, List<Exchange> withoutCourse) {
        static Trial impossible(Opinion obstacle, List<Exchange> exchanges) {
            return new Trial(null, obstacle, new ArrayList<>(exchanges));
        }
    }
}
