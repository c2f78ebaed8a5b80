package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import java.util.List;

/** A refresh token is no access token. */
final class TokenTypeChecked implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.jwt.type",
                                "Every protected route refuses a refresh token",
                                Severity.HIGH,
                                "RFC 8725 sections 2.8 and 3.11; RFC 9068 section 4; OWASP ASVS 5.0 9.2.2"),
                        "The refresh token of a login, as it is, as bearer token.",
                        "It is refused with the status under expect.tampered, or expect.none where that is not given.",
                        "PASS: what is meant to be kept long opens nothing here. ID tokens are tried where there is an OpenID"
                                + " provider.",
                        "The refresh token is let in: it lives longer than an access token, and is revoked elsewhere.",
                        "curl -i -H \"Authorization: Bearer $REFRESH_TOKEN\" https://HOST/api/profile    # 401")
                .with(Footprint.reads(6));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Credential own = bench.standing(0);
        if (own.refreshToken().isEmpty()) {
            return Finding.skipped(claim, "does not apply: the tested identity is given no refresh token");
        }
        Mutant refresh = Mutant.bearer(
                "a refresh token", CredentialClass.TAMPERED, own.refreshToken().get());
        return new RefusalTrial(bench, claim, own).refuses(List.of(refresh), 0);
    }
}
