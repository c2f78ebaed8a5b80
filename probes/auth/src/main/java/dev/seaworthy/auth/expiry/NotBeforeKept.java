package dev.seaworthy.auth.expiry;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Severity;
import java.time.Duration;
import java.util.Optional;

/** For how long before its beginning a token is accepted, as a figure. */
final class NotBeforeKept implements AuthCheck {
    private static final Duration BEGUN = Duration.ofMinutes(1);

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.expiry.not-before",
                                "A token is not accepted for longer before its beginning than the leeway allows",
                                Severity.MEDIUM,
                                "RFC 7519 section 4.1.5; OWASP ASVS 5.0 9.2.1"),
                        "With a test signing key: a fresh token's own claims, signed again with nbf a minute ago, which must be accepted,"
                                + " and then with nbf at distances up to " + Margin.FARTHEST
                                + " s in the future by the server's clock,"
                                + " halving what is open, and both sides of the boundary twice more.",
                        "The boundary lies within probes.auth.leeway of the beginning.",
                        "PASS: the figure is how early the first protected operation accepts a token, with its error.",
                        "A token is accepted earlier than the leeway before its nbf.",
                        "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # nbf in ten minutes: 401")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 20, "one session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Credential real = bench.standing(0);
        Signed signed = Signed.of(bench, claim, real);
        if (signed.problem() != null) {
            return signed.problem();
        }
        Course course = new Course(bench, claim).after(real.exchanges());
        Secret begun = signed.beginning(bench.time().wallClock().minus(BEGUN).getEpochSecond());
        Optional<Route> route = course.discriminating(begun);
        if (route.isEmpty()) {
            return course.unproven(
                    "no route accepts a token that began a minute ago, signed with the contract's test key, and refuses"
                            + " no credential; the last: " + course.lastSummary());
        }
        ServerClock clock = new ServerClock();
        clock.note(course.send(route.get().bare().bearer(begun)));
        Optional<String> doubt = clock.doubt();
        if (doubt.isPresent()) {
            return course.unproven(doubt.get());
        }
        Margin margin = new Margin(bench, course, route.get(), clock, new Margin.Limit(signed::beginning, 1));
        margin.search();
        return margin.problem().map(course::unproven).orElseGet(() -> verdict(bench, course, margin));
    }

    private static Finding verdict(Bench bench, Course course, Margin margin) {
        long leeway = bench.settings().leeway().toSeconds();
        boolean early = margin.isEndless() || margin.seconds() - margin.error() > leeway;
        Finding finding = early
                ? course.fail("accepted from nbf - " + margin + " on; the leeway is " + leeway + " s")
                : course.pass("accepted from nbf - " + margin + " on, within the leeway of " + leeway + " s");
        return finding.with("early-seconds", Math.round(margin.seconds() * 10) / 10.0)
                .with("early-error-seconds", Math.round(margin.error() * 10) / 10.0);
    }
}
