package dev.seaworthy.auth.load;

import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;

/** What the checks on refusals under load say of themselves. */
final class Cards {
    private static final String BY_HAND =
            "while a load runs: curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # ";

    static final CheckCard FORGED = refused(
            "forged",
            "No token with a forged signature is accepted at any step of the load",
            Severity.CRITICAL,
            "RFC 8725 section 3.3; OWASP ASVS 5.0 9.1.1, 16.5.3",
            "a valid token with one bit of its signature changed, and another account's payload under its signature");
    static final CheckCard EXPIRED = refused(
            "expired",
            "No expired token is accepted at any step of the load",
            Severity.HIGH,
            "RFC 7519 section 4.1.4 (exp); OWASP ASVS 5.0 9.2.1, 16.5.3",
            "a token's own claims with exp an hour ago, signed with the contract's test key");
    static final CheckCard REVOKED = refused(
            "revoked",
            "No revoked token is accepted at any step of the load",
            Severity.HIGH,
            "RFC 7009 section 2.1; OWASP ASVS 5.0 7.4.1, 16.5.3",
            "tokens of sessions that were ended by a logout before the load");
    static final CheckCard OTHERS = refused(
            "others",
            "No resource is shown to another user at any step of the load",
            Severity.CRITICAL,
            "OWASP ASVS 5.0 8.2.2, 8.4.1; OWASP WSTG-ATHZ-04",
            "a valid token of one account on a resource of another: one that is there (probes.auth.under-load.others), or is"
                    + " made for it (probes.auth.access.objects)");
    static final CheckCard NONE = new CheckCard(
                    new Claim(
                            "auth.under-load.credential-required",
                            "No request without a credential is accepted at any step of the load",
                            Severity.CRITICAL,
                            "RFC 6750 section 3; OWASP ASVS 5.0 8.3.1, 16.5.3"),
                    sends("requests without a credential"),
                    "Each is refused, however high the load.",
                    proves(),
                    "One of them is let in at some step of the load.",
                    BY_HAND.replace("-H \"Authorization: Bearer $TOKEN\" ", "") + "401")
            .with(footprint());
    static final CheckCard VALID = new CheckCard(
                    new Claim(
                            "auth.under-load.valid-accepted",
                            "No valid token is refused as invalid under load",
                            Severity.HIGH,
                            "RFC 6750 section 3.1; RFC 9110 sections 15.5.2 and 15.6.4"),
                    sends("valid tokens of up to eight accounts"),
                    "Each is accepted, or shed with 429 or 503; 401 and 403 log users out who did nothing wrong.",
                    "PASS: at most 1 in 1000 was refused as invalid, of as many as the finding says.",
                    "More than 1 in 1000 valid tokens are answered 401 or 403.",
                    BY_HAND + "200, 429 or 503, and never 401")
            .with(footprint());
    static final CheckCard CROSS_TALK = new CheckCard(
                    new Claim(
                            "auth.under-load.no-cross-talk",
                            "No answer under load holds what only another user may see",
                            Severity.CRITICAL,
                            "OWASP ASVS 5.0 8.2.2, 14.3.2; OWASP WSTG-ATHZ-04"),
                    sends("valid tokens of up to eight accounts, whose answers are searched for each other's canary"),
                    "An answer holds its owner's canary and nobody else's.",
                    "PASS: shared caches, pooled connections and thread-locals mixed up none of so many answers on this"
                            + " route. What the measured operations are answered is not searched: their bodies are let go"
                            + " unread, so that they can be measured at full rate.",
                    "An answer to one user's token holds the name, or the declared canary, of another.",
                    "seaworthy run config/environments/ENV.yaml    # it takes a load")
            .with(footprint());
    static final CheckCard RECOVERS = new CheckCard(
                    new Claim(
                            "auth.under-load.recovers",
                            "After the load every kind of credential is answered as before it",
                            Severity.HIGH,
                            "OWASP ASVS 5.0 16.5.3; RFC 9110 section 15.6.4"),
                    "All that rode along with the load, once more, when it is over.",
                    "What must be refused is refused, and valid tokens are accepted.",
                    "PASS: the load left no door open on this route, at the moment after it.",
                    "A kind that was refused before the load is accepted after it, or the other way round.",
                    BY_HAND.replace("while", "after") + "401")
            .with(new Footprint(SafetyClass.LOAD, 20, "nothing"));

    private Cards() {}

    private static CheckCard refused(String word, String sentence, Severity severity, String source, String what) {
        return new CheckCard(
                        new Claim("auth.under-load." + word + "-refused", sentence, severity, source),
                        sends(what),
                        "Each is refused, however high the load.",
                        proves(),
                        "One of them is let in at some step of the load.",
                        BY_HAND + (word.equals("others") ? "403 or 404" : "401"))
                .with(footprint());
    }

    private static String sends(String what) {
        return "With every shape of load a share of its turns, under probes.auth.under-load.shares: " + what
                + ". Each kind and a valid token at rest before and after the load.";
    }

    private static String proves() {
        return "PASS: none of so many, so that at 95 % confidence the share lies below the bound; in each step and in all."
                + " Rarer failures are not excluded.";
    }

    private static Footprint footprint() {
        return new Footprint(
                SafetyClass.LOAD, 0, "three sessions, ended again, one for each account, and an object, removed again");
    }
}
