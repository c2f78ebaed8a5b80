package dev.seaworthy.auth.access;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Trial;
import dev.seaworthy.auth.settings.AccessSettings.TestCredential;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.wire.HttpRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What test suites send instead of a login opens nothing here. */
final class TestCredentialClosed implements AuthCheck {
    static final String NOT_DECLARED = "not in the contract: probes.auth.access.test-credential";

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.bypass.test-credential",
                                "The credential of the test suites opens no protected route",
                                Severity.CRITICAL,
                                "OWASP ASVS 5.0 15.2.3 and 6.3.4; OWASP WSTG-ATHN-04"),
                        "To each protected operation, without a login: one request with the headers of"
                                + " probes.auth.access.test-credential, between requests with a valid token.",
                        "It is refused with the status under expect.none.",
                        "PASS: the way of the test suites is shut here. It says nothing of where they may still use it."
                                + " A run never takes it for a sign-in, whatever comes of this.",
                        "The test credential is let in: a test bypass is open in an environment that is to be like"
                                + " production, and what is reached by it proves nothing about authentication.",
                        "curl -i -H \"X-E2E-Bypass-Key: $TOKEN\" https://HOST/api/profile    # 401")
                .with(Footprint.reads(12));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        TestCredential declared = bench.settings().access().testCredential();
        if (declared == null) {
            return Finding.skipped(claim, NOT_DECLARED);
        }
        Trial trial = new Trial(bench, bench.standing(0), Set.of(CredentialClass.NONE));
        Finding finding = trial.refuses(claim, List.of(mutant(bench, declared)));
        if (finding.verdict() != Verdict.FAIL) {
            return finding;
        }
        Trial.Tried first = trial.tried().stream()
                .filter(tried -> tried.reading() == Reading.ACCEPTED)
                .findFirst()
                .orElseThrow();
        return Finding.fail(
                        claim,
                        "a test bypass is open here: " + first.route() + " let in " + names(declared)
                                + " without a login (status " + first.status()
                                + "); what is reached that way is authentication not proven by the normal path",
                        Evidence.of(finding.exchanges()))
                .with("authenticationByBypass", true);
    }

    /** No login, and this instead. */
    static Mutant mutant(Bench bench, TestCredential declared) {
        declared.secretHeaders().values().forEach(bench.vault()::keep);
        return new Mutant(
                "no login and " + names(declared), CredentialClass.NONE, false, request -> dressed(request, declared));
    }

    private static HttpRequest dressed(HttpRequest bare, TestCredential declared) {
        HttpRequest request = bare;
        for (var header : declared.headers().entrySet()) {
            request = request.header(header.getKey(), header.getValue());
        }
        for (var header : declared.secretHeaders().entrySet()) {
            request = request.header(header.getKey(), header.getValue().reveal());
        }
        return request;
    }

    private static String names(TestCredential declared) {
        Set<String> names = new TreeSet<>(declared.headers().keySet());
        names.addAll(declared.secretHeaders().keySet());
        return "the test credential (" + String.join(", ", names) + ")";
    }
}
