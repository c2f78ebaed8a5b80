package dev.seaworthy.auth.refresh;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.auth.settings.Rotation;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Two tabs that renew at once: how many sessions come of it, and whether any lives on. */
final class RefreshRace implements AuthCheck {
    /** For what comes before the last bytes to be read. */
    private static final Duration PAUSE = Duration.ofMillis(30);

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.refresh.race",
                                "Simultaneous renewals with one refresh token give tokens once; or, where a grace is declared,"
                                        + " leave a session alive",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 10.4.5 and 15.4.2; OWASP WSTG-BUSL-05; RFC 9700 section 4.14.2"),
                        "In each of probes.auth.sessions.rounds: a login, then as many renewals with its refresh token as"
                                + " probes.auth.sessions.simultaneous says, each on a connection of its own, their last bytes sent"
                                + " together; then every access and refresh token that came of them.",
                        "With strict rotation one renewal gives tokens, and the others are refused. With a grace, at least one session"
                                + " lives on.",
                        "PASS: no second session came of one token in this many rounds; the bound says how rare a loss of that race"
                                + " may still be. Whether the user stays logged in is reported beside it: with strict rotation and reuse"
                                + " detection commonly not.",
                        "Two of them give tokens where rotation is strict; or none of the tokens works afterwards where there is a"
                                + " grace.",
                        "seaworthy check ENV.yaml auth.refresh.race    # simultaneous requests cannot be typed by hand")
                .with(new Footprint(
                        SafetyClass.ENDS_OWN_SESSIONS, 0, "a session of a test user for each round, most ended"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Optional<Renewal> renewal = Renewal.of(bench);
        if (renewal.isEmpty()) {
            return Renewal.missing(bench, claim);
        }
        if (!renewal.get().rotates()) {
            return Renewal.withoutRotation(claim);
        }
        Course course = new Course(bench, claim);
        List<Round> rounds = new ArrayList<>();
        Route route = null;
        for (int i = 0; i < renewal.get().policy().rounds(); i++) {
            Credential session = bench.obtain(i);
            course.after(session.exchanges());
            if (session.refreshToken().isEmpty()) {
                return course.unproven("the login gives no refresh token where the contract says it is");
            }
            if (route == null) {
                Optional<Route> found = course.discriminating(session.token());
                if (found.isEmpty()) {
                    return course.unproven("no route tells a live token from none; the last: " + course.lastSummary());
                }
                route = found.get();
            }
            rounds.add(round(bench, course, renewal.get(), route, session));
        }
        return verdict(course, renewal.get(), rounds);
    }

    private static Round round(Bench bench, Course course, Renewal renewal, Route route, Credential session)
            throws InterruptedException {
        int simultaneous = renewal.policy().simultaneous();
        HttpRequest request = bench.signIn()
                .refreshRequest(renewal.refresh(), session.refreshToken().orElseThrow());
        List<HttpAnswer> answers = course.together(Collections.nCopies(simultaneous, request), PAUSE);
        List<Credential> winners = new ArrayList<>();
        int refused = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (HttpAnswer answer : answers) {
            SignIn.Attempt attempt = bench.signIn()
                    .renewed(bench.settings().identity(), renewal.login(), renewal.refresh(), session, answer);
            attempt.credential().ifPresent(winners::add);
            refused += attempt.isRefusal() ? 1 : 0;
            if (answer.outcome().answered()) {
                first = Math.min(first, answer.clocks().writtenNanos());
                last = Math.max(last, answer.clocks().writtenNanos());
            }
        }
        int liveAccess = 0;
        Set<Object> seen = new HashSet<>();
        for (Credential winner : winners) {
            boolean fresh = seen.add(winner.token());
            liveAccess += fresh && course.shown(route, winner.token()) == Reading.ACCEPTED ? 1 : 0;
        }
        int liveRefresh = 0;
        for (Credential winner : winners) {
            boolean fresh = winner.refreshToken().isPresent()
                    && seen.add(winner.refreshToken().get());
            liveRefresh += fresh && renewal.renew(course, winner).credential().isPresent() ? 1 : 0;
        }
        int unclear = simultaneous - winners.size() - refused;
        return new Round(winners.size(), unclear, liveAccess, liveRefresh, Math.max(0, last - first) / 1_000);
    }

    private static Finding verdict(Course course, Renewal renewal, List<Round> rounds) {
        boolean grace = renewal.policy().rotation() == Rotation.GRACE;
        int simultaneous = renewal.policy().simultaneous();
        int most = rounds.stream().mapToInt(Round::successes).max().orElse(0);
        int live = rounds.stream().mapToInt(Round::liveRefresh).max().orElse(0);
        long lost = rounds.stream().filter(Round::isLost).count();
        long unclear = rounds.stream().filter(round -> round.unclear > 0).count();
        long without = rounds.stream().filter(round -> round.successes == 0).count();
        String ofRounds = " of " + rounds.size() + (rounds.size() == 1 ? " round" : " rounds");
        String left = lost == 0
                ? "a session lives on each time"
                : "in " + lost + ofRounds
                        + " no token works afterwards, so a client that renews twice at once logs its user out";
        Finding finding;
        if (!grace && most > 1) {
            finding = course.fail(
                    most + " of " + simultaneous + " simultaneous renewals with one refresh token gave tokens, and "
                            + live + " of their refresh tokens renew a session of their own");
        } else if (unclear > 0 || without > 0) {
            finding = course.unproven(
                    unclear > 0
                            ? "in " + unclear + ofRounds
                                    + " some renewals were neither answered with tokens nor refused"
                            : "in " + without + ofRounds + " not one simultaneous renewal gave tokens");
        } else if (grace && lost > 0) {
            finding = course.fail(left + ", although a grace is declared");
        } else {
            finding = course.pass("of " + simultaneous + " simultaneous renewals " + most
                    + (most == 1 ? " gives" : " give") + " tokens; " + left);
        }
        return finding.with("simultaneous", simultaneous)
                .with("rounds", rounds.stream().map(Round::toString).toList())
                .with("logged-out", lost)
                .with("bound95", Math.min(1.0, 3.0 / rounds.size()));
    }

    /**
     * What came of one round.
     *
     * @param successes how many gave tokens
     * @param unclear how many were neither answered with tokens nor refused
     * @param liveAccess how many different access tokens are accepted afterwards
     * @param liveRefresh how many different refresh tokens renew afterwards
     * @param spreadMicros between the first and the last of the last bytes
     */
    private record Round(int successes, int unclear, int liveAccess, int liveRefresh, long spreadMicros) {
        boolean isLost() {
            return liveAccess == 0 && liveRefresh == 0;
        }

        @Override
        public String toString() {
            return successes + " gave tokens, " + liveAccess + " access and " + liveRefresh
                    + " refresh tokens alive afterwards, sent within " + spreadMicros + " us";
        }
    }
}
