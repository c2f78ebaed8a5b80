package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.forge.FormRows;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;

/** One token, one spelling. */
final class EncodingStrict {
    static final AuthCheck CHECK = ForgedCheck.unkeyed(
            new CheckCard(
                            new Claim(
                                    "auth.jwt.encoding",
                                    "Every protected route refuses a valid token in a second spelling",
                                    Severity.LOW,
                                    "RFC 7515 sections 2 (no padding) and 7.1; RFC 4648 section 3.5"),
                            "A valid token with the padding of its signature kept, with an unused bit of its last character"
                                    + " set, in the alphabet with + and /, and in JSON serialization, as far as its length and"
                                    + " letters allow. To the first route. A line break inside cannot stand in a header.",
                            "Each is refused with the status under expect.tampered, or expect.none where that is not given.",
                            "PASS: what is kept by the text of a token, such as a list of revoked ones, is not got round by"
                                    + " writing it otherwise.",
                            "One of these spellings is let in: a list of revoked tokens that holds texts does not hold it.",
                            "curl -i -H \"Authorization: Bearer $TOKEN=\" https://HOST/api/profile    # 401")
                    .with(Footprint.reads(6)),
            0,
            workshop -> workshop.mutants(CredentialClass.TAMPERED, FormRows.respelled(workshop.forge())));

    private EncodingStrict() {}
}
