package dev.seaworthy.auth.access;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.auth.settings.AccessSettings.Minting;
import dev.seaworthy.config.Identity.Locator;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nobody is handed a token for the asking. */
final class MintingClosed implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.bypass.minting",
                                "No endpoint for tests hands out a working token",
                                Severity.CRITICAL,
                                "OWASP ASVS 5.0 15.2.3 and 6.3.4; OWASP WSTG-ATHN-04"),
                        "Each request of probes.auth.access.minting as it is written, without a login; a token that comes back"
                                + " is shown to a protected operation.",
                        "Each is refused, or there is no such endpoint: 4xx.",
                        "PASS: these requests hand out nothing. Only what the contract lists is tried.",
                        "An answer holds a token, and a protected route lets it in.",
                        "curl -i -X POST https://HOST/auth/e2e/test-auth    # 404")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 4, "a session, if one is handed out"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        List<Minting> all = bench.settings().access().minting();
        if (all.isEmpty()) {
            return Finding.skipped(claim, "not in the contract: probes.auth.access.minting");
        }
        Course course = new Course(bench, claim);
        // A target that is down refuses these, too; one that lets a user in is there.
        if (course.discriminating(bench.standing(0).token()).isEmpty()) {
            return course.unproven("no protected route discriminates: " + course.lastSummary());
        }
        List<String> doubts = new ArrayList<>();
        for (Minting minting : all) {
            String name = minting.request().method() + " " + minting.request().path();
            HttpAnswer answer = course.send(SignIn.filled(
                    minting.request().spec(),
                    bench.environment().targets(),
                    Map.of("nonce", Bench.hex(bench.random("minting"), 8))));
            int status = answer.status();
            if (!answer.outcome().answered() || status >= 500 || status == 429) {
                doubts.add(name + " was not answered clearly (" + course.lastSummary() + ")");
                continue;
            }
            Optional<Secret> token = SignIn.value(new Locator(minting.token(), null), answer.body())
                    .map(bench.vault()::keep);
            if (token.isPresent()) {
                Optional<Route> open = course.discriminating(token.get());
                if (open.isPresent()) {
                    return course.fail(name + " hands out a token (status " + status + "), and " + open.get()
                                    + " lets it in")
                            .with("authenticationByBypass", true);
                }
                doubts.add(name + " hands out something at " + minting.token()
                        + " that no protected route lets in (status " + status + ")");
            } else if (status < 400) {
                doubts.add(name + " answers " + status + " without a token at " + minting.token());
            }
        }
        return doubts.isEmpty()
                ? course.pass("none of " + all.size() + " hands out a token")
                : course.unproven(doubts.get(0)).with("doubts", List.copyOf(doubts));
    }
}
