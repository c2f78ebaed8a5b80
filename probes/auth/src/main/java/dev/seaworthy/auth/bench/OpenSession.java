package dev.seaworthy.auth.bench;

import dev.seaworthy.config.Identity;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A session that a login or a renewal began. A check may have ended it since; its token tells. */
final class OpenSession implements CleanUp.Made {
    private final Bench bench;
    private final Credential credential;

    OpenSession(Bench bench, Credential credential) {
        this.bench = bench;
        this.credential = credential;
    }

    @Override
    public CleanUp.Ended end(boolean look) throws InterruptedException {
        List<Exchange> exchanges = new ArrayList<>();
        if (bench.admissions().isLoggedOut(credential.token())) {
            if (!look) {
                return new CleanUp.Ended(what(), true, "was ended by the logout of a check", true, false, exchanges);
            }
            if (isRefused(exchanges)) {
                return ended(true, "is over: its token is refused", true, exchanges);
            }
        }
        Optional<RequestSpec> logout = logout();
        if (logout.isEmpty()) {
            return ended(false, "stays: the contract names no logout", true, exchanges);
        }
        HttpAnswer answer = bench.wire().exchange(bench.signIn().logoutRequest(logout.get(), credential));
        exchanges.add(answer.exchange());
        boolean answered = answer.outcome().answered();
        boolean success = answer.status() / 100 == 2;
        // A provider may go on to list a session whose token it refuses: its logout is asked for all the same.
        if (bench.admissions().isOver(credential.token()) && answered) {
            return ended(true, "is over: a check has seen its token refused", true, exchanges);
        }
        if (success && !look) {
            return new CleanUp.Ended(what(), true, "was ended by its logout", true, false, exchanges);
        }
        // A logout may refuse everybody; that it refuses a token which is over shows where it has ended others.
        if (answer.status() == 401 && bench.cleanUp().hasSeenAnEnd()) {
            return ended(true, "is over: the logout, which ended others, refuses its token", true, exchanges);
        }
        if (!isRefused(exchanges)) {
            answered &= exchanges.get(exchanges.size() - 1).outcome().answered();
            String how = "goes on: its logout was answered " + answer.exchange().summary()
                    + ", and its token is not refused";
            return ended(false, how, answered, exchanges);
        }
        if (success) {
            bench.cleanUp().sawAnEnd();
        }
        return ended(true, "is over: its token is refused", true, exchanges);
    }

    /** Whether its token is refused by a route that has let it in; or, where none has, by all. */
    private boolean isRefused(List<Exchange> exchanges) throws InterruptedException {
        List<Route> telling = bench.admissions().telling(bench.routes(), credential.token());
        for (Route route : telling.isEmpty() ? bench.routes() : telling.subList(0, 1)) {
            HttpAnswer shown = bench.wire().exchange(route.bare().bearer(credential.token()));
            exchanges.add(shown.exchange());
            if (route.read(shown, CredentialClass.VALID) != Reading.REFUSED) {
                return false;
            }
        }
        return true;
    }

    @Override
    public CompletableFuture<?> abandon() {
        return logout().<CompletableFuture<?>>map(
                        spec -> bench.wire().send(bench.signIn().logoutRequest(spec, credential)))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private Optional<RequestSpec> logout() {
        return bench.login().map(Identity.Login::logout);
    }

    private CleanUp.Ended ended(boolean gone, String how, boolean answered, List<Exchange> exchanges) {
        return new CleanUp.Ended(what(), gone, how, answered, true, exchanges);
    }

    boolean isOf(Credential other) {
        return credential.token().reveal().equals(other.token().reveal());
    }

    private String what() {
        return "the session of " + credential.account();
    }
}
