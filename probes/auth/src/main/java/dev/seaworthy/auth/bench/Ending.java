package dev.seaworthy.auth.bench;

import dev.seaworthy.config.Identity;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.util.List;
import java.util.Optional;

/** How a session of the tested identity is ended. */
public record Ending(Bench bench, RequestSpec logout) {
    /** As the contract says; empty if it does not. */
    public static Optional<Ending> of(Bench bench) {
        return bench.login().map(Identity.Login::logout).map(logout -> new Ending(bench, logout));
    }

    /** What a check finds that needs a logout, where the contract has none. */
    public static Finding missing(Bench bench, Claim claim) {
        return Finding.skipped(
                claim, "not in the contract: identities." + bench.settings().identity() + ".logout");
    }

    public HttpRequest request(Credential credential) {
        return bench.signIn().logoutRequest(logout, credential);
    }

    /** Whether this answer says that it was done: a 204 where 200 stands in the contract does, too. */
    public boolean isDone(Credential ended, HttpAnswer answer) {
        List<Integer> right = logout.expect().getOrDefault(CredentialClass.VALID, List.of(200));
        boolean success = answer.outcome().answered() && answer.status() / 100 == 2;
        boolean done = success || right.stream().anyMatch(answer::is);
        if (done) {
            bench.admissions().loggedOut(ended.token());
        }
        return done;
    }
}
