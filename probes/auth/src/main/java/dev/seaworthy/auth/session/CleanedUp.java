package dev.seaworthy.auth.session;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.CleanUp;
import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.ArrayList;
import java.util.List;

/** What the checks before it have begun, it ends. Runs last. */
public final class CleanedUp implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.cleanup.complete",
                                "Every session and object that the checks made can be ended, and is gone afterwards",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 7.4.1; OWASP WSTG-SESS-06; the harness's own rule to leave nothing behind"),
                        "A login of its own; then, newest first, the logout of this session and of each that a check began and has not"
                                + " logged out itself; after the first, every ninth, and each that is neither a success nor"
                                + " of a token that was seen to be refused, its token to a protected operation; every"
                                + " one, once one is found to be left; likewise for whatever else was noted.",
                        "Each logout succeeds, and each token that is tried is refused afterwards.",
                        "PASS: nothing of what was noted is left, as far as logouts are all alike. What a check makes and does not note is not seen, nor is what was"
                                + " begun under load.",
                        "A session is still let in after its logout; the finding names it.",
                        "curl -X POST -H \"Authorization: Bearer $TOKEN\" https://HOST/auth/logout"
                                + " && curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # 401")
                .with(new Footprint(SafetyClass.ENDS_OWN_SESSIONS, 0, "nothing"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        if (bench.login().isPresent()
                && bench.login().map(Identity.Login::logout).isEmpty()) {
            return Finding.skipped(
                    claim, "not in the contract: identities." + bench.settings().identity() + ".logout");
        }
        List<Exchange> exchanges = new ArrayList<>(bench.obtain(0).exchanges());
        List<CleanUp.Ended> all = bench.cleanUp().endAll();
        all.forEach(ended -> exchanges.addAll(ended.exchanges()));
        if (exchanges.isEmpty()) {
            return Finding.skipped(claim, "does not apply: this identity begins no sessions");
        }
        List<String> left = all.stream()
                .filter(ended -> !ended.gone())
                .map(ended -> ended.what() + " " + ended.how())
                .toList();
        return judged(claim, all, left, exchanges)
                .with("made", all.size())
                .with("gone", all.size() - left.size())
                .with("left", left);
    }

    private static Finding judged(Claim claim, List<CleanUp.Ended> all, List<String> left, List<Exchange> exchanges) {
        Evidence evidence = Evidence.of(exchanges);
        if (left.isEmpty()) {
            long looked = all.stream().filter(CleanUp.Ended::looked).count();
            String found =
                    looked == all.size() ? "are gone" : "were ended, and of " + looked + " looked for none is left";
            return Finding.pass(claim, "all " + all.size() + " that were made " + found, evidence);
        }
        boolean answered = all.stream().filter(ended -> !ended.gone()).allMatch(CleanUp.Ended::answered);
        String reason = left.size() + " of " + all.size() + " are left; the first: " + left.get(0);
        return answered ? Finding.fail(claim, reason, evidence) : Finding.unproven(claim, reason, evidence);
    }
}
