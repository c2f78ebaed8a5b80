package dev.seaworthy.auth;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.config.Identity;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.kernel.VirtualUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Signing in, renewing and being refused, under load. Tokens of virtual users live in the users alone: nothing of them is
 * kept as evidence, so the vault does not have to know them.
 */
final class AuthOperations {
    private static final String LOGIN = "auth.login";

    private AuthOperations() {}

    /** What the contract allows to be put under load. */
    static List<Operation> of(Bench bench) {
        List<Operation> operations = new ArrayList<>();
        bench.login().ifPresent(login -> {
            operations.add(new Login(bench, login));
            RequestSpec refresh = login.refresh();
            Identity.Locator place = login.refreshToken();
            if (refresh != null && place != null && place.pointer() != null) {
                operations.add(new Refresh(bench, login, refresh, place));
            }
        });
        bench.routes().stream()
                .filter(route -> route.spec().expect().containsKey(CredentialClass.GARBAGE))
                .findFirst()
                .ifPresent(route -> operations.add(new RejectsGarbage(bench, route)));
        return List.copyOf(operations);
    }

    /** How an answer counts that should have one of these statuses. */
    static Outcome outcome(Outcome outcome, int status, List<Integer> right) {
        if (outcome != Outcome.OK || right.contains(status)) {
            return outcome;
        }
        return switch (status) {
            case 401, 403, 429, 503 -> Outcome.REJECTED;
            default -> Outcome.WRONG_ANSWER;
        };
    }

    private static List<Integer> right(RequestSpec spec) {
        return spec.expect().getOrDefault(CredentialClass.VALID, List.of(200));
    }

    /** A login: OK when the answer holds a token. A place in a header cannot be seen under load; the status decides then. */
    private record Login(Bench bench, Identity.Login identity) implements Operation {
        @Override
        public String name() {
            return LOGIN;
        }

        @Override
        public void start(Turn turn) {
            send(turn.user(), turn, (clocks, outcome, body) -> turn.complete(clocks, outcome));
        }

        void send(VirtualUser user, Turn turn, Ended ended) {
            Identity.Account account = LoginCredentials.account(identity, user.number());
            bench.wire()
                    .send(
                            bench.signIn().loginRequest(identity, account.user(), account.password()),
                            turn.loop(),
                            turn.intendedNanos(),
                            (clocks, outcome, status, body, detail) -> ended.with(
                                    clocks, judged(outcome(outcome, status, right(identity.login())), body), body));
        }

        private Outcome judged(Outcome outcome, byte[] body) {
            boolean missing = identity.token().pointer() != null
                    && SignIn.value(identity.token(), body).isEmpty();
            return outcome == Outcome.OK && missing ? Outcome.WRONG_ANSWER : outcome;
        }
    }

    /** A renewal with the user's own refresh token, which rotates; a user without one logs in first. */
    private record Refresh(Bench bench, Identity.Login identity, RequestSpec refresh, Identity.Locator place)
            implements Operation {
        @Override
        public String name() {
            return "auth.refresh";
        }

        @Override
        public void start(Turn turn) {
            Session session = turn.user().recall(Session.class);
            if (session != null) {
                renew(turn, session.refreshToken(), turn.intendedNanos());
                return;
            }
            new Login(bench, identity).send(turn.user(), turn, (clocks, outcome, body) -> {
                Optional<String> token = SignIn.value(place, body);
                if (outcome != Outcome.OK || token.isEmpty()) {
                    turn.complete(clocks, outcome == Outcome.OK ? Outcome.WRONG_ANSWER : outcome);
                    return;
                }
                turn.also(LOGIN, clocks, outcome);
                // The login was measured by itself; the renewal could not begin before it had ended.
                renew(turn, Secret.of(token.get()), bench.time().nanos());
            });
        }

        private void renew(Turn turn, Secret refreshToken, long intendedNanos) {
            // A renewal that comes to nothing leaves no session: whether the token was used up is not known.
            turn.user().keep(Session.class, null);
            bench.wire()
                    .send(
                            bench.signIn().refreshRequest(refresh, refreshToken),
                            turn.loop(),
                            intendedNanos,
                            (clocks, outcome, status, body, detail) -> {
                                Outcome judged = outcome(outcome, status, right(refresh));
                                Optional<String> next = SignIn.value(place, body);
                                if (judged == Outcome.OK) {
                                    turn.user()
                                            .keep(
                                                    Session.class,
                                                    next.map(Secret::of)
                                                            .map(Session::new)
                                                            .orElse(null));
                                }
                                boolean tokenMissing = identity.token().pointer() != null
                                        && SignIn.value(identity.token(), body).isEmpty();
                                turn.complete(
                                        clocks, judged == Outcome.OK && tokenMissing ? Outcome.WRONG_ANSWER : judged);
                            });
        }
    }

    /** A garbage token on a protected route: OK when it is refused, and a wrong answer when it is let in. */
    private record RejectsGarbage(Bench bench, Route route) implements Operation {
        @Override
        public String name() {
            return "auth.rejects-garbage";
        }

        @Override
        public void start(Turn turn) {
            String garbage =
                    Bench.hex(bench.random("garbage of user " + turn.user().number()), 20);
            bench.wire()
                    .send(
                            route.bare().bearer(Secret.of(garbage)),
                            turn.loop(),
                            turn.intendedNanos(),
                            (clocks, outcome, status, body, detail) -> turn.complete(
                                    clocks, outcome(outcome, status, route.refusals(CredentialClass.GARBAGE))));
        }
    }

    /** What a virtual user keeps between its turns. */
    private record Session(Secret refreshToken) {}

    /** The end of a request on the way. */
    private interface Ended {
        void with(Clocks clocks, Outcome outcome, byte[] body);
    }
}
