package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Severity;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Text that is no token does not open a door. */
public final class GarbageRefused implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.token.garbage-refused",
                                "Every protected route refuses a bearer credential that is no token at all",
                                Severity.CRITICAL,
                                "RFC 6750 section 3.1 (invalid_token); OWASP ASVS 5.0 9.1.1"),
                        "To each protected operation, between a valid token and no credential: random text, three random segments"
                                + " with dots, and the words that a broken client sends (null, undefined).",
                        "Each is refused with the status under expect.garbage, or expect.none where that is not given.",
                        "PASS: the presence of an Authorization header is not enough. A token of the right form with a wrong"
                                + " signature is another matter: auth.token.signature-checked.",
                        "Any of these texts is let in.",
                        "curl -i -H 'Authorization: Bearer nonsense' https://HOST/api/profile    # 401")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 0, "a session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Random random = bench.random("garbage");
        String segments = String.join(".", segment(random), segment(random), segment(random));
        List<Mutant> mutants = List.of(
                garbage("random text", Bench.hex(random, 24)),
                garbage("three random segments", segments),
                garbage("the word null", "null"),
                garbage("the word undefined", "undefined"));
        return new RefusalTrial(bench, claim, bench.standing(0), Set.of(CredentialClass.NONE)).refuses(mutants, 1);
    }

    private static Mutant garbage(String name, String text) {
        return Mutant.bearer(name, CredentialClass.GARBAGE, Secret.of(text));
    }

    private static String segment(Random random) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return CompactToken.encoded(bytes);
    }
}
