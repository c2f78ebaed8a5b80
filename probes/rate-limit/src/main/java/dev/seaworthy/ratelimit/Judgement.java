package dev.seaworthy.ratelimit;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Draws the verdicts from what a trial saw. Pure functions: the same course gives the same opinions. */
final class Judgement {
    private Judgement() {}

    /** Whether the limit refuses anything at all, and not only beyond what the declaration admits. */
    static Opinion enforced(Course course) {
        Burst burst = course.burst();
        if (burst == null) {
            return Opinion.unproven("no request could be admitted, so none can be refused: " + course.stopped());
        }
        Optional<Opinion> obstacle = obstacle(burst);
        if (obstacle.isPresent() && !burst.sawRefusal()) {
            return obstacle.get();
        }
        long elapsed = burst.sawRefusal() ? burst.nanosToFirstRefusal() : burst.elapsedNanos();
        long highest = course.limit().bounds().highest(elapsed);
        long before = burst.sawRefusal() ? admittedBeforeRefusal(burst) : burst.admitted();
        String count = before + " requests in " + Seconds.text(elapsed) + " were admitted without a refusal";
        String declared = "the declaration (" + declared(course) + ") allows at most " + highest;
        if (before > highest) {
            return Opinion.fail(count + "; " + declared);
        }
        if (!burst.sawRefusal()) {
            return Opinion.unproven(count + ", and " + declared + ": we could not ask fast enough to exceed it"
                    + (course.stopped().isEmpty() ? "" : " (" + course.stopped() + ")"));
        }
        return Opinion.pass("request " + burst.firstRefusalAt() + " was the first to be refused with status "
                + course.limit().refusalStatus() + ", after " + Seconds.text(elapsed) + "; declared is "
                + declared(course));
    }

    /** Whether as much is admitted as was declared: in the burst, and after a silence. */
    static Opinion amount(Course course) {
        Optional<Opinion> undecided = undecided(course);
        if (undecided.isPresent()) {
            return undecided.get();
        }
        if (waitsTooLong(course)) {
            return Opinion.skipped("a window above " + LimitTrial.LONGEST_WAIT.toSeconds()
                    + " s is not waited for, and without a rested limit its amount cannot be counted");
        }
        Burst burst = judged(course);
        Allowance.Bounds bounds = course.limit().bounds();
        long lowest = bounds.lowest();
        long highest = bounds.highest(burst.elapsedNanos());
        String ratio = burst.admitted() + " admitted of " + burst.sent() + " sent in "
                + Seconds.text(burst.elapsedNanos()) + ", declared is " + declared(course);
        if (burst.admittedByFirstRefusal() < lowest) {
            return Opinion.fail(
                    "too strict: " + burst.admittedByFirstRefusal() + " admitted by the first refusal, after "
                            + Seconds.text(burst.nanosToFirstRefusal()) + ", declared is " + declared(course)
                            + ", so at least " + lowest + " were due");
        }
        if (burst.admitted() > highest) {
            return Opinion.fail("too lax: " + ratio + ", so at most " + highest + " were due");
        }
        Burst second = course.second();
        if (second == null || course.promises().isEmpty()) {
            return Opinion.unproven(ratio + "; what comes back after a silence could not be counted");
        }
        return regained(course, second, ratio);
    }

    private static Opinion regained(Course course, Burst second, String ratio) {
        Allowance.Bounds bounds = course.limit().bounds();
        long silent = course.promises().get(course.promises().size() - 1).silentNanos();
        // A window is open again only if the silence reached beyond its end; the promise test waits for that.
        long idle = course.limit().allowance() instanceof Allowance.Window window
                ? Math.max(silent, window.per().toNanos()) + second.firstRoundTripNanos()
                : silent;
        long lowest = bounds.lowestRegained(idle - second.firstRoundTripNanos());
        long highest = bounds.highestRegained(idle + second.firstRoundTripNanos(), second.elapsedNanos());
        String back = second.admitted() + " were admitted again after " + Seconds.text(silent) + " of silence";
        if (second.admitted() < lowest && second.sawRefusal()) {
            return Opinion.fail("refilled too slowly: " + back + ", at least " + lowest + " were due");
        }
        if (second.admitted() > highest) {
            return Opinion.fail("refilled too fast: " + back + ", at most " + highest + " were due");
        }
        Optional<Opinion> shorter = shorterWindow(course, second);
        if (shorter.isPresent()) {
            return shorter.get();
        }
        return Opinion.pass(ratio + "; " + back + String.format(Locale.ROOT, " (%d to %d expected)", lowest, highest));
    }

    /** Whether more than the quota was admitted within the second window, which began where the limiter said. */
    private static Optional<Opinion> shorterWindow(Course course, Burst second) {
        Burst midway = course.midway();
        if (midway == null || midway.admitted() == 0) {
            return Optional.empty();
        }
        long within = midway.endNanos() - second.beginNanos();
        long together = second.admitted() + midway.admitted();
        if (together <= course.limit().bounds().highest(within)) {
            return Optional.empty();
        }
        String seen = together + " were admitted within " + Seconds.text(within) + ", declared is " + declared(course);
        boolean aligned = course.promises().stream().anyMatch(promised -> promised.promise() != null);
        return Optional.of(
                aligned
                        ? Opinion.fail("too lax: " + seen)
                        : Opinion.unproven(
                                seen + "; where the limiter's own windows begin is unknown without a promise"));
    }

    /** Whether a refusal says when to come back, and whether that is true. */
    static Opinion retryAfter(Course course) {
        Optional<Opinion> undecided = undecided(course);
        if (undecided.isPresent()) {
            return undecided.get();
        }
        Reply refusal = firstRefused(judged(course));
        Promise said = Promise.in(refusal.headers(), Instant.EPOCH).orElse(null);
        if (said == null) {
            return Opinion.fail(
                    "a refusal with status " + refusal.status()
                            + " says nothing about when to come back: neither Retry-After nor a RateLimit or X-RateLimit reset");
        }
        if (said.silence() == null) {
            return Opinion.fail(said.field() + ": '" + said.value() + "' is neither seconds nor a date");
        }
        if (course.promises().isEmpty()) {
            return Opinion.unproven(said.field() + ": " + said.value() + " was announced, and not put to the test"
                    + (course.stopped().isEmpty() ? "" : ": " + course.stopped()));
        }
        List<Course.Promised> tries = course.announced();
        if (tries.isEmpty()) {
            return Opinion.unproven(said.field() + ": " + said.value() + " was announced, and not put to the test");
        }
        Course.Promised last = tries.get(tries.size() - 1);
        String told = said.field() + ": " + said.value();
        String waited = Seconds.text(last.silentNanos()) + " of silence";
        if (last.afterwards().refused()) {
            return Opinion.fail(
                    String.join("; ", tries.stream().map(Judgement::broken).toList()));
        }
        if (!last.afterwards().admitted()) {
            return Opinion.unproven(told + ", but after " + waited + " the answer was "
                    + last.afterwards().text());
        }
        if (tries.size() > 1) {
            return Opinion.unproven(told + " was broken once and kept once; more trials would decide");
        }
        Burst midway = course.midway();
        String pessimism = midway != null && midway.admitted() > 0 ? "; half the window was enough already" : "";
        return Opinion.pass(told + " was kept: refused before, admitted after " + waited + pessimism);
    }

    private static String broken(Course.Promised tried) {
        Promise said = tried.promise();
        return (said == null ? "told nothing" : "told " + said.field() + ": " + said.value()) + ", refused again after "
                + Seconds.text(tried.silentNanos()) + " of silence";
    }

    /** Whether another user is still served while the first is refused. */
    static Opinion isolation(Course course, boolean hasBystander) {
        if (course.limit().key() == DeclaredLimit.Key.ADDRESS) {
            return Opinion.skipped("the limit counts by address, and this run has only one address");
        }
        if (!hasBystander) {
            return Opinion.skipped("a second account of the identity is needed; add one under identities");
        }
        Optional<Opinion> undecided = undecided(course);
        if (undecided.isPresent()) {
            return undecided.get();
        }
        Course.Sandwich sandwich = course.sandwich();
        if (sandwich == null || !sandwich.holds()) {
            return Opinion.unproven("the first user was not refused on both sides of the second user's request");
        }
        Reply other = sandwich.bystander();
        if (other.admitted()) {
            return Opinion.pass("another user's request was admitted among refusals of the first user");
        }
        Reply alone = course.aloneLater();
        if (other.refused() && alone != null && alone.admitted()) {
            return Opinion.fail("another user, who had sent nothing, was refused while the first user was limited,"
                    + " and admitted once the first user had rested");
        }
        return Opinion.unproven("another user's request was answered with " + other.text()
                + ", and no rested request of that user shows why");
    }

    /** Whether a limited user is served again after the declared recovery. */
    static Opinion recovers(Course course) {
        Optional<Opinion> undecided = undecided(course);
        if (undecided.isPresent()) {
            return undecided.get();
        }
        if (waitsTooLong(course)) {
            return Opinion.skipped("a window above " + LimitTrial.LONGEST_WAIT.toSeconds() + " s is not waited for");
        }
        if (course.recovery().isEmpty()) {
            return Opinion.unproven("the trial ended before the limit could rest: " + course.stopped());
        }
        String rest = Seconds.text(course.limit().allowance().recovery().toNanos());
        Reply first = course.recovery().get(0);
        if (first.admitted()) {
            return Opinion.pass("admitted again after a rest of " + rest + "; the key is left clean");
        }
        if (!first.refused()) {
            return Opinion.unproven("after a rest of " + rest + " the answer was " + first.text());
        }
        Reply last = course.recovery().get(course.recovery().size() - 1);
        return Opinion.fail("refused after a silent rest of " + rest + ", the declared recovery; a second rest "
                + (last.admitted() ? "was enough" : "did not help either, and the key is left limited"));
    }

    private static Optional<Opinion> undecided(Course course) {
        Burst burst = course.burst();
        if (burst == null) {
            return Optional.of(Opinion.unproven("no request could be admitted: " + course.stopped()));
        }
        if (burst.sawRefusal()) {
            return Optional.empty();
        }
        return Optional.of(obstacle(burst)
                .orElse(Opinion.unproven(
                        "no request was refused, so there is no refusal to look at; see rate-limit.enforced")));
    }

    /** Answers that are neither admission nor the declared refusal stand in the way of every verdict. */
    private static Optional<Opinion> obstacle(Burst burst) {
        if (burst.others().isEmpty()) {
            return Optional.empty();
        }
        Reply other = burst.others().get(0);
        String hint = other.status() == 503 || other.status() == 403
                ? "; if that is how the limiter refuses, declare it as refusal: " + other.status()
                : "";
        return Optional.of(Opinion.unproven(burst.others().size() + " of " + burst.sent()
                + " requests were neither admitted nor refused, the first with " + other.text() + hint));
    }

    private static Burst judged(Course course) {
        Burst burst = course.burst();
        if (burst == null) {
            throw new IllegalStateException("only a course with a burst is judged further");
        }
        return burst;
    }

    private static long admittedBeforeRefusal(Burst burst) {
        return burst.replies().stream()
                .limit(burst.firstRefusalAt())
                .filter(Reply::admitted)
                .count();
    }

    private static Reply firstRefused(Burst burst) {
        return burst.replies().get(burst.firstRefusalAt() - 1);
    }

    private static boolean waitsTooLong(Course course) {
        return course.limit().allowance().recovery().compareTo(LimitTrial.LONGEST_WAIT) > 0;
    }

    private static String declared(Course course) {
        return course.limit().allowance().text();
    }
}
