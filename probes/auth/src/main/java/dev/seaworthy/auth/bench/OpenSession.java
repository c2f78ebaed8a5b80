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
        Optional<RequestSpec> logout = logout();
        if (logout.isEmpty()) {
            return ended(false, "stays: the contract names no logout", true, exchanges);
        }
        HttpAnswer answer = bench.wire().exchange(bench.signIn().logoutRequest(logout.get(), credential));
        exchanges.add(answer.exchange());
        boolean answered = answer.outcome().answered();
        boolean known = bench.isOver(credential.token());
        if (known && answer.outcome().answered()) {
            return ended(true, "is over: a check has seen its token refused", true, exchanges);
        }
        if (!look && answer.status() / 100 == 2) {
            return new CleanUp.Ended(what(), true, "was ended by its logout", true, false, exchanges);
        }
        if (answer.status() == 401) {
            return ended(true, "is over: its logout refuses its token", true, exchanges);
        }
        for (Route route : bench.routes()) {
            HttpAnswer shown = bench.wire().exchange(route.bare().bearer(credential.token()));
            exchanges.add(shown.exchange());
            Reading reading = route.read(shown, CredentialClass.VALID);
            answered &= shown.outcome().answered();
            if (reading == Reading.REFUSED) {
                return ended(true, "is over: " + route + " refuses its token", true, exchanges);
            }
            if (reading == Reading.ACCEPTED || !answered) {
                break;
            }
        }
        String how =
                "goes on: its logout was answered " + answer.exchange().summary() + ", and its token is not refused";
        return ended(false, how, answered, exchanges);
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
