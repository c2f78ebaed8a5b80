package dev.seaworthy.auth.expiry;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
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
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.util.List;
import java.util.Optional;

/** Every way in has the same idea of when a token ends. */
final class RoutesAgree implements AuthCheck {
    /** Seconds since the end; the first is a token that still lives. Between the usual leeways of 0, 10, 30, 60 and 300 s. */
    private static final List<Integer> DISTANCES = List.of(-60, 5, 20, 45);

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.expiry.routes-agree",
                                "All protected routes accept and refuse the same tokens around their end",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 6.3.4; RFC 7519 section 4.1.4"),
                        "With a test signing key: a fresh token's own claims, signed again with exp a minute ahead and 5, 20 and 45 s"
                                + " ago by the server's clock, each to every protected operation; where two differ, that distance once"
                                + " more.",
                        "At each distance all routes accept the token, or all refuse it.",
                        "PASS: no route has a leeway of its own that these distances could show. WebSockets are tried elsewhere.",
                        "Twice, one route accepts a token at a distance at which another refuses it.",
                        "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile; curl -i -H \"Authorization: Bearer $TOKEN\""
                                + " https://HOST/api/threads    # after its exp: 401 and 401")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, DISTANCES.size() + 1, "one session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        List<Route> routes = bench.routes();
        if (routes.size() < 2) {
            return Finding.skipped(claim, "does not apply: there is one protected route, which agrees with itself");
        }
        Credential real = bench.standing(0);
        Signed signed = Signed.of(bench, claim, real);
        if (signed.problem() != null) {
            return signed.problem();
        }
        Course course = new Course(bench, claim).after(real.exchanges());
        if (course.discriminating(signed.unchanged()).isEmpty()) {
            return course.unproven(
                    "no route accepts the token's own claims, signed with the contract's test key, and refuses no"
                            + " credential; the last: " + course.lastSummary());
        }
        ServerClock clock = new ServerClock();
        for (int distance : DISTANCES) {
            Optional<Finding> finding = at(bench, course, signed, clock, distance);
            if (finding.isPresent()) {
                return finding.get();
            }
        }
        return course.pass(routes.size() + " routes agree on a live token and on tokens that ended 5, 20 and 45 s ago");
    }

    /** What one distance decides; empty if the routes agree. */
    private static Optional<Finding> at(Bench bench, Course course, Signed signed, ServerClock clock, int distance)
            throws InterruptedException {
        String before = "";
        for (int attempt = 0; attempt < 2; attempt++) {
            long now = clock.isKnown()
                    ? Math.round(clock.at(bench.time().wallClock()))
                    : bench.time().wallClock().getEpochSecond();
            Secret token = signed.ending(now - distance);
            Route accepting = null;
            Route refusing = null;
            for (Route route : bench.routes()) {
                HttpAnswer answer = course.send(route.bare().bearer(token));
                clock.note(answer);
                Reading reading = route.read(answer, CredentialClass.EXPIRED);
                Optional<String> doubt = clock.doubt();
                if (doubt.isPresent() || reading != Reading.ACCEPTED && reading != Reading.REFUSED) {
                    String what = "a token " + distance + " s after its end";
                    return Optional.of(course.unproven(
                            doubt.orElseGet(() -> route.doubt(CredentialClass.EXPIRED, what, reading, answer))));
                }
                accepting = reading == Reading.ACCEPTED ? route : accepting;
                refusing = reading == Reading.REFUSED ? route : refusing;
            }
            if (distance < 0 && refusing != null) {
                return Optional.of(course.unproven("control lost: " + refusing + " refuses a token that still lives"));
            }
            if (accepting == null || refusing == null) {
                return Optional.empty();
            }
            String differing =
                    accepting + " accepts a token " + distance + " s after its end that " + refusing + " refuses";
            if (differing.equals(before)) {
                return Optional.of(course.fail(differing).with("distance-seconds", distance));
            }
            before = differing;
        }
        return Optional.of(course.unproven("the routes differ, and not in the same way twice: " + before));
    }
}
