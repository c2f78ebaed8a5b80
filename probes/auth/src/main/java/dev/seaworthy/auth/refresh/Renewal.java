package dev.seaworthy.auth.refresh;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.auth.settings.Rotation;
import dev.seaworthy.auth.settings.SessionSettings;
import dev.seaworthy.config.Identity;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** How sessions of the tested identity are renewed. */
record Renewal(Bench bench, Identity.Login login, RequestSpec refresh) {
    /** As the contract says; empty if it does not. */
    static Optional<Renewal> of(Bench bench) {
        return bench.login()
                .filter(login -> login.refresh() != null && login.refreshToken() != null)
                .flatMap(login -> Optional.ofNullable(login.refresh()).map(spec -> new Renewal(bench, login, spec)));
    }

    /** What a check finds that needs renewals, where the contract has none. */
    static Finding missing(Bench bench, Claim claim) {
        return Finding.skipped(
                claim,
                "not in the contract: identities." + bench.settings().identity()
                        + " with refresh and login.refresh-token");
    }

    /** Where tokens do not rotate, there is nothing to say of those that were used. */
    static Finding withoutRotation(Claim claim) {
        return Finding.skipped(claim, "does not apply: probes.auth.sessions.rotation is none");
    }

    SessionSettings policy() {
        return bench.settings().sessions();
    }

    boolean rotates() {
        return policy().rotation() != Rotation.NONE;
    }

    SignIn.Attempt renew(Course course, Credential with) throws InterruptedException {
        SignIn.Attempt attempt = course.attempt(sent(with));
        if (attempt.credential().isPresent()) {
            bench.wentOn(with);
        }
        return attempt;
    }

    CompletableFuture<SignIn.Attempt> sent(Credential with) {
        return bench.signIn().refresh(bench.settings().identity(), login, refresh, with);
    }

    /** A credential in whose place as refresh token something else is sent. */
    static Credential like(Credential credential, Secret refreshToken) {
        return new Credential(
                credential.identity(),
                credential.account(),
                credential.origin(),
                credential.token(),
                Optional.of(refreshToken),
                Optional.empty(),
                List.of());
    }

    /** For how long a used token may work again: twice the declared grace lies beyond it for certain. */
    Duration beyondGrace() {
        return policy().rotation() == Rotation.GRACE ? policy().grace().multipliedBy(2) : Duration.ZERO;
    }
}
