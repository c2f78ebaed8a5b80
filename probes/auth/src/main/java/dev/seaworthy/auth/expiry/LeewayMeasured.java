package dev.seaworthy.auth.expiry;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Pause;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** For how long after its end a token is accepted, as a figure. */
final class LeewayMeasured implements AuthCheck {
    /** RFC 7519 section 4.1.4 grants no more than a few minutes. */
    private static final int FEW_MINUTES = 300;

    private static final Duration SHORTEST_STEP = Duration.ofMillis(100);
    private static final Duration BEFORE_END = Duration.ofSeconds(1);
    private static final Duration BEYOND_POLICY = Duration.ofSeconds(5);

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.expiry.leeway",
                                "A token is not accepted for longer after its end than the leeway allows",
                                Severity.MEDIUM,
                                "RFC 7519 section 4.1.4; OWASP ASVS 5.0 9.2.1"),
                        "With a test signing key: a fresh token's own claims, signed again as they are, then with exp at distances up to "
                                + Margin.FARTHEST
                                + " s in the past by the server's clock, halving what is open, and both sides of the"
                                + " boundary twice more. Without a key, and if probes.auth.longest-wait allows it: a real token, polled"
                                + " from just before its end until it is refused.",
                        "The boundary lies within probes.auth.leeway of the end.",
                        "PASS: the figure is the leeway of the first protected operation, with its error; nothing is waited for where"
                                + " there is a key.",
                        "A token is accepted later than the leeway after its end.",
                        "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # around its exp")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 20, "one session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        if (bench.settings().signingKey() == null) {
            return outlived(bench, claim, bench.obtain(0));
        }
        Credential real = bench.standing(0);
        Signed signed = Signed.of(bench, claim, real);
        if (signed.problem() != null) {
            return signed.problem();
        }
        Course course = new Course(bench, claim).after(real.exchanges());
        Optional<Route> route = course.discriminating(signed.unchanged());
        if (route.isEmpty()) {
            return course.unproven(
                    "no route accepts the token's own claims, signed with the contract's test key, and refuses no"
                            + " credential; the last: " + course.lastSummary());
        }
        ServerClock clock = new ServerClock();
        clock.note(course.send(route.get().bare().bearer(signed.unchanged())));
        Optional<String> doubt = clock.doubt();
        if (doubt.isPresent()) {
            return course.unproven(doubt.get());
        }
        Margin margin = new Margin(bench, course, route.get(), clock, new Margin.Limit(signed::ending, -1));
        margin.search();
        return margin.problem().map(course::unproven).orElseGet(() -> verdict(bench, course, margin));
    }

    private static Finding verdict(Bench bench, Course course, Margin margin) {
        long leeway = bench.settings().leeway().toSeconds();
        Finding finding;
        if (margin.isEndless() || margin.seconds() - margin.error() > leeway) {
            boolean many = margin.isEndless() || margin.seconds() > FEW_MINUTES;
            finding = course.fail("accepted until exp + " + margin + (many ? ": more than a few minutes" : "")
                    + "; the leeway is " + leeway + " s");
        } else if (margin.seconds() + margin.error() > leeway && margin.seconds() > leeway) {
            finding = course.unproven(
                    "accepted until exp + " + margin + ", too near to the leeway of " + leeway + " s to call");
        } else {
            finding = course.pass("accepted until exp + " + margin + ", within the leeway of " + leeway + " s");
        }
        return finding.with("leeway-seconds", Math.round(margin.seconds() * 10) / 10.0)
                .with("leeway-error-seconds", Math.round(margin.error() * 10) / 10.0);
    }

    /** Polls a real token around its end, if the contract allows the wait. */
    private static Finding outlived(Bench bench, Claim claim, Credential real) throws InterruptedException {
        Duration longest = bench.settings().longestWait();
        Duration leeway = bench.settings().leeway();
        Optional<Duration> wait = real.expiresAt()
                .map(end -> Duration.between(bench.time().wallClock(), end)
                        .plus(leeway)
                        .plus(BEYOND_POLICY));
        if (wait.isEmpty() || wait.get().compareTo(longest) > 0) {
            String needed = wait.map(time -> "probes.auth.longest-wait of " + (time.toSeconds() + 1) + " s or more")
                    .orElse("a token whose end is known");
            return Finding.skipped(
                    claim, "not in the contract: a test signing key (probes.auth.signing-key), or " + needed);
        }
        Course course = new Course(bench, claim).after(real.exchanges());
        Optional<Route> route = course.discriminating(real.token());
        if (route.isEmpty()) {
            return course.unproven("no route tells the token from no credential; the last: " + course.lastSummary());
        }
        return polled(bench, course, route.get(), real, real.expiresAt().orElseThrow());
    }

    private static Finding polled(Bench bench, Course course, Route route, Credential real, Instant end)
            throws InterruptedException {
        Duration leeway = bench.settings().leeway();
        ServerClock clock = new ServerClock();
        Pause.of(Duration.between(bench.time().wallClock(), end.minus(BEFORE_END)));
        double last = Double.NEGATIVE_INFINITY;
        while (true) {
            HttpAnswer answer = course.send(route.bare().bearer(real.token()));
            clock.note(answer);
            Optional<String> doubt = clock.doubt();
            Reading reading = route.read(answer, CredentialClass.EXPIRED);
            double after = clock.at(ServerClock.sentAt(answer)) - end.getEpochSecond();
            if (doubt.isPresent() || reading != Reading.ACCEPTED && reading != Reading.REFUSED) {
                return course.unproven(doubt.orElse(course.lastSummary()));
            }
            if (reading == Reading.REFUSED || after > leeway.plus(BEYOND_POLICY).toSeconds()) {
                return polledVerdict(course, leeway, last, reading == Reading.REFUSED, clock.error());
            }
            last = after;
            // The later, the coarser: a tenth of the time since the end is fine enough.
            Pause.of(Duration.ofMillis(Math.max(SHORTEST_STEP.toMillis(), (long) (after * 100))));
        }
    }

    private static Finding polledVerdict(Course course, Duration leeway, double last, boolean ended, double error) {
        String until = last == Double.NEGATIVE_INFINITY
                ? "not accepted just before its end"
                : String.format(Locale.ROOT, "accepted until exp %+.1f s (± %.1f s)", last, error)
                        + (ended ? "" : " and longer");
        if (last == Double.NEGATIVE_INFINITY) {
            return course.unproven("the token was " + until);
        }
        return last - error > leeway.toSeconds()
                ? course.fail(until + "; the leeway is " + leeway.toSeconds() + " s")
                : course.pass(until + ", within the leeway of " + leeway.toSeconds() + " s");
    }
}
