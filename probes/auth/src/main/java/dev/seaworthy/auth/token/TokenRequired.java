package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Trial;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.Set;

/** A protected route does not answer without a credential. */
public final class TokenRequired implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.token.required",
                                "Every protected route refuses a request that carries no credential",
                                Severity.CRITICAL,
                                "the contract: expect.none of the operation; RFC 9110 section 15.5.2; OWASP ASVS 5.0 8.3.1"),
                        "To each protected operation, three times in turn: a request with a valid token, the same without any"
                                + " credential, and with garbage.",
                        "The valid token gets the status under expect.valid, the bare request the one under expect.none.",
                        "PASS: nobody reaches these routes without a credential. It does not show that the credential is checked;"
                                + " auth.token.* do.",
                        "A protected route answers a bare request with the document that a valid token gets.",
                        "curl -i https://HOST/api/profile    # 401; with -H \"Authorization: Bearer $TOKEN\" it is 200")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 0, "a session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        return new Trial(bench, bench.standing(0), Set.of()).requiresOne(claim);
    }

    /** The controls of every check whose claim is about the token itself. */
    static final Set<CredentialClass> BOTH = Set.of(CredentialClass.NONE, CredentialClass.GARBAGE);
}
