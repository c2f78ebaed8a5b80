package dev.seaworthy.auth.access;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.auth.bench.Trial;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** No header stands in for a credential. */
public final class BypassAbsent implements AuthCheck {
    private static final String LIST = "bypass-headers.txt";

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.bypass.absent",
                                "No test, demo or proxy header opens a protected route without a credential",
                                Severity.CRITICAL,
                                "OWASP ASVS 5.0 13.4.2 and 6.3.4; OWASP WSTG-ATHN-04"),
                        "To each protected operation, without a credential: one request for each header of a short list"
                                + " (X-E2E-Test, X-Test-Mode, X-Forwarded-User and the like) and of probes.auth.bypass-headers, between"
                                + " requests with a valid token and without anything.",
                        "Each is refused with the status under expect.none.",
                        "PASS: none of these headers opens these routes. The list is bounded, and a header that is not on it is not"
                                + " tried.",
                        "A request with one of these headers and no credential is let in: whoever knows the header is everybody.",
                        "curl -i -H 'X-E2E-Test: true' https://HOST/api/profile    # 401")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 0, "a session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        List<Mutant> mutants = new ArrayList<>(builtIn());
        bench.settings().bypassHeaders().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(header -> mutants.add(Mutant.header(header.getKey(), header.getValue())));
        return new Trial(bench, bench.standing(0), Set.of(CredentialClass.NONE)).refuses(claim, mutants);
    }

    /** The built-in list: a header a line, comments after #. */
    static List<Mutant> builtIn() {
        try (InputStream in = BypassAbsent.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IllegalStateException(LIST + " is not packaged");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(line -> line.split(":\\s*", 2))
                    .map(header -> Mutant.header(header[0], header[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(LIST + " cannot be read", e);
        }
    }
}
