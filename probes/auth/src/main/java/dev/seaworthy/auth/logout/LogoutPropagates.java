package dev.seaworthy.auth.logout;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Ending;
import dev.seaworthy.auth.bench.Pause;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.settings.SessionSettings;
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
import dev.seaworthy.wire.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A logout is known everywhere, while others are busy with the token. */
final class LogoutPropagates implements AuthCheck {
    private static final int ROUNDS_BEFORE = 2;
    /** For how long beyond the policy a token is watched that is still accepted. */
    private static final Duration WATCHED = Duration.ofSeconds(1);

    private static final Duration BETWEEN = Duration.ofMillis(25);

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.logout.propagation",
                                "A token in use over several connections is refused on all of them and on every route from its logout on",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 7.4.1; OWASP WSTG-SESS-06"),
                        "A login, and its token to the protected operations in turn, over probes.auth.sessions.pollers connections at once;"
                                + " the logout in the middle of it; then again, probes.auth.sessions.polls times over each.",
                        "Every request that began after the answer to the logout had arrived is refused, or begins within"
                                + " probes.auth.sessions.revocation-lag of it. What overlaps the logout is counted and not judged.",
                        "PASS: no connection, route or node that was reached lags behind; the bound says how often that may still be.",
                        "A request that began later than the lag after the answer to the logout is let in.",
                        "seaworthy check ENV.yaml auth.logout.propagation    # simultaneous requests cannot be typed by hand")
                .with(new Footprint(SafetyClass.ENDS_OWN_SESSIONS, 0, "one session of a test user, ended"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Optional<Ending> ending = Ending.of(bench);
        if (ending.isEmpty()) {
            return Ending.missing(bench, claim);
        }
        Credential session = bench.obtain(0);
        Course course = new Course(bench, claim).after(session.exchanges());
        if (course.discriminating(session.token()).isEmpty()) {
            return course.unproven("no route tells the token from no credential; the last: " + course.lastSummary());
        }
        Polling polling = new Polling(bench, course, session);
        for (int i = 0; i < ROUNDS_BEFORE; i++) {
            polling.round(List.of());
        }
        if (polling.accepted() == 0) {
            return course.unproven("before the logout the token was not accepted once: " + course.lastSummary());
        }
        HttpAnswer logout = polling.round(List.of(ending.get().request(session)));
        if (!ending.get().isDone(session, logout)) {
            return course.unproven("the logout did not succeed: " + logout);
        }
        return afterwards(bench, course, polling, logout.clocks().completeNanos());
    }

    private static Finding afterwards(Bench bench, Course course, Polling polling, long endedNanos)
            throws CredentialRefused, InterruptedException {
        SessionSettings policy = bench.settings().sessions();
        Duration watched = policy.revocationLag().plus(WATCHED);
        int rounds = 0;
        boolean lives = true;
        while (rounds < policy.polls() || lives && bench.time().nanos() - endedNanos < watched.toNanos()) {
            int before = polling.accepted();
            polling.round(List.of());
            lives = polling.accepted() > before;
            rounds++;
            if (lives) {
                Pause.of(BETWEEN);
            }
            if (polling.isSilent()) {
                return course.unproven("after the logout the target fell silent: " + course.lastSummary());
            }
        }
        Tally tally = polling.since(endedNanos, policy.revocationLag());
        Finding finding;
        String lag = tally.lagMillis() + " ms after its logout was answered";
        if (tally.late() > 0) {
            finding = course.fail("the token was accepted " + tally.late() + " times of " + tally.judged()
                    + ", the last time " + lag + (lives ? ", and still is" : ""));
        } else if (tally.unclear() > 0) {
            finding = course.unproven(tally.unclear() + " requests after the logout were neither accepted nor refused: "
                    + course.lastSummary());
        } else if (course.shown(polling.route(), bench.standing(1).token()) != Reading.ACCEPTED) {
            finding = course.unproven(
                    "control lost: another session's token is not accepted either: " + course.lastSummary());
        } else {
            finding =
                    course.pass("0 of " + tally.judged() + " requests accepted that began after the logout was answered"
                            + (tally.accepted() > 0
                                    ? " and the lag that the contract allows; the last was accepted " + lag
                                    : ""));
        }
        return finding.with("tried", tally.judged())
                .with("accepted", tally.late())
                .with("overlapping-accepted", tally.overlapping())
                .with("lag-ms", tally.lagMillis())
                .with("bound95", Math.min(1.0, 3.0 / Math.max(1, tally.judged())));
    }

    /** One token over several connections at once, on the routes in turn. Used by one thread. */
    private static final class Polling {
        private final Course course;
        private final int pollers;
        private final List<Route> routes;
        private final List<HttpRequest> requests;
        private final List<Poll> polls = new ArrayList<>();

        Polling(Bench bench, Course course, Credential session) {
            this.course = course;
            this.pollers = bench.settings().sessions().pollers();
            this.routes = bench.routes();
            this.requests = routes.stream()
                    .map(route -> route.bare().bearer(session.token()))
                    .toList();
        }

        /** A round of polls and, among them, another request; its answer, or the last poll's. */
        HttpAnswer round(List<HttpRequest> among) throws InterruptedException {
            List<HttpRequest> sent = new ArrayList<>();
            for (int i = 0; i < pollers; i++) {
                sent.add(requests.get(i % requests.size()));
            }
            sent.addAll(pollers / 2, among);
            List<HttpAnswer> answers = course.atOnce(sent);
            HttpAnswer other = answers.get(answers.size() - 1);
            int poller = 0;
            for (int i = 0; i < answers.size(); i++) {
                boolean isPoll = i < pollers / 2 || i >= pollers / 2 + among.size();
                if (isPoll) {
                    Route route = routes.get(poller++ % routes.size());
                    polls.add(new Poll(answers.get(i), route.read(answers.get(i), CredentialClass.VALID)));
                } else {
                    other = answers.get(i);
                }
            }
            return other;
        }

        Route route() {
            return routes.get(0);
        }

        int accepted() {
            return (int) polls.stream()
                    .filter(poll -> poll.reading == Reading.ACCEPTED)
                    .count();
        }

        boolean isSilent() {
            return polls.get(polls.size() - 1).reading == Reading.UNANSWERED;
        }

        Tally since(long endedNanos, Duration lag) {
            int judged = 0;
            int late = 0;
            int accepted = 0;
            int unclear = 0;
            int overlapping = 0;
            long last = 0;
            for (Poll poll : polls) {
                long after = poll.answer.clocks().firedNanos() - endedNanos;
                boolean in = poll.reading == Reading.ACCEPTED;
                if (after < 0) {
                    boolean overlaps = poll.answer.clocks().completeNanos() - endedNanos >= 0;
                    overlapping += in && overlaps ? 1 : 0;
                    continue;
                }
                last = in ? Math.max(last, after) : last;
                accepted += in ? 1 : 0;
                if (after > lag.toNanos()) {
                    judged++;
                    late += in ? 1 : 0;
                    unclear += in || poll.reading == Reading.REFUSED ? 0 : 1;
                }
            }
            return new Tally(judged, late, accepted, unclear, overlapping, last / 1_000_000);
        }
    }

    private record Poll(HttpAnswer answer, Reading reading) {}

    /**
     * What came of the polls.
     *
     * @param judged those that began after the logout and its lag
     * @param late of these, how many were accepted
     * @param accepted all that were accepted and began after the logout
     * @param unclear of the judged, how many were neither accepted nor refused
     * @param overlapping accepted ones that were under way when the logout was answered
     * @param lagMillis when the last accepted one began, after the logout
     */
    private record Tally(int judged, int late, int accepted, int unclear, int overlapping, long lagMillis) {}
}
