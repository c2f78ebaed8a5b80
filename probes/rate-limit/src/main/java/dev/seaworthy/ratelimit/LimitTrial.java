package dev.seaworthy.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drives one user past one limit and back: control, burst, silence until the promise, second burst, bystander, rest.
 *
 * <p>Bounded: at most {@link #worstCase} requests and seven recoveries of the limit. The silence before a promise is never
 * broken, because a limiter may count refused requests, and then probing would move the goal. A burst that contradicts the
 * declaration is repeated from a rested limit before anybody is accused. Not thread-safe; used once.
 */
final class LimitTrial {
    /** Longer windows are not waited for: whether they refuse is tested, and no more. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final int REFUSALS_WANTED = 3;
    private static final int MOST_PARALLEL = 16;

    /** For requests outside the bursts: control, promises, sandwiches, recovery. */
    private static final int RESERVED = 120;

    private static final Duration SLACK = Duration.ofMillis(60);
    private static final Duration LONGEST_BURST = Duration.ofSeconds(20);

    private final DeclaredLimit limit;
    private final Allowance allowance;
    private final Allowance.Bounds bounds;
    private final Transport transport;
    private final boolean hasBystander;
    private final List<Reply> log = new ArrayList<>();
    private final List<Course.Promised> promises = new ArrayList<>();
    private final List<Reply> recovery = new ArrayList<>();
    private int parallel = 1;
    private @Nullable Burst burst;
    private @Nullable Burst unrested;
    private @Nullable Burst second;
    private @Nullable Burst midway;
    private Course.@Nullable Sandwich sandwich;
    private @Nullable Reply aloneLater;
    private String stopped = "";

    LimitTrial(DeclaredLimit limit, Transport transport, boolean hasBystander) {
        this.limit = limit;
        this.allowance = limit.allowance();
        this.bounds = limit.bounds();
        this.transport = transport;
        this.hasBystander = hasBystander && limit.key() == DeclaredLimit.Key.USER;
    }

    /** The most requests that a trial of this limit sends. */
    static long worstCase(DeclaredLimit limit) {
        Allowance.Bounds bounds = limit.bounds();
        long oneBurst = 2 * bounds.highest(0) + 2L * MOST_PARALLEL + REFUSALS_WANTED;
        return Math.min(limit.requestsAllowed(), 3 * oneBurst + RESERVED);
    }

    Course run() throws InterruptedException {
        drive();
        return new Course(
                limit,
                log,
                burst,
                unrested,
                parallel,
                promises,
                second,
                midway,
                sandwich,
                aloneLater,
                recovery,
                stopped);
    }

    private void drive() throws InterruptedException {
        Reply control = control();
        if (!control.admitted()) {
            stopped = "the control request was answered with " + control.text();
            return;
        }
        burst = burst(control);
        if (contradicts(burst) && waits()) {
            unrested = burst;
            transport.rest(allowance.recovery().plus(SLACK));
            burst = burst(null);
        }
        if (!burst.sawRefusal() || ourFault()) {
            return;
        }
        if (!waits()) {
            sandwich();
            return;
        }
        comeBackAsTold(burst);
        sandwich();
        lookMidway();
        rest();
        loneBystander();
    }

    private boolean waits() {
        return allowance.recovery().compareTo(LONGEST_WAIT) <= 0;
    }

    /** One request that must be admitted; a limit that somebody else has used up is given one chance to rest. */
    private Reply control() throws InterruptedException {
        Reply first = one(Caller.LIMITED);
        if (!first.refused() || !waits()) {
            return first;
        }
        transport.rest(allowance.recovery().plus(SLACK));
        return one(Caller.LIMITED);
    }

    private Burst burst(@Nullable Reply already) throws InterruptedException {
        List<Reply> replies = new ArrayList<>();
        if (already != null) {
            replies.add(already);
            parallel = parallelFor(already.doneNanos() - already.sentNanos());
        }
        while (!enough(replies)) {
            int room = (int) Math.min(parallel, limit.requestsAllowed() - RESERVED - log.size());
            if (room < 1) {
                stopped = "the " + limit.requestsAllowed() + " requests that this limit's trial may send are spent";
                break;
            }
            replies.addAll(volley(Collections.nCopies(room, Caller.LIMITED)));
            parallel = Math.max(parallel, parallelFor(longestRoundTrip(replies, room)));
        }
        return new Burst(replies);
    }

    /** A limiter that queues makes the last answers late: only more at once reach the end of its queue. */
    private static long longestRoundTrip(List<Reply> replies, int latest) {
        return replies.subList(replies.size() - latest, replies.size()).stream()
                .filter(Reply::admitted)
                .mapToLong(reply -> reply.doneNanos() - reply.sentNanos())
                .max()
                .orElse(0);
    }

    /** So many at once that the quota is asked for within a fifth of its recovery, whatever the round trip. */
    private int parallelFor(long roundTripNanos) {
        double available = 0.2 * allowance.recovery().toNanos();
        double needed = allowance.capacity() * (double) roundTripNanos / available;
        return (int) Math.max(1, Math.min(MOST_PARALLEL, Math.ceil(needed)));
    }

    private boolean enough(List<Reply> replies) {
        if (replies.isEmpty()) {
            return false;
        }
        Burst soFar = new Burst(replies);
        return soFar.refused() >= REFUSALS_WANTED
                || soFar.others().size() >= REFUSALS_WANTED
                || ourFault()
                || soFar.admitted() > 2 * bounds.highest(soFar.elapsedNanos())
                || soFar.elapsedNanos() > LONGEST_BURST.toNanos();
    }

    /** Too little may be an unrested key. Too much may be a window's edge inside the burst, but never with a bucket. */
    private boolean contradicts(Burst seen) {
        if (!seen.sawRefusal() || ourFault()) {
            return false;
        }
        boolean edgeMayCount = allowance instanceof Allowance.Window;
        return seen.admittedByFirstRefusal() < bounds.lowest()
                || (edgeMayCount && seen.admitted() > bounds.highest(seen.elapsedNanos()));
    }

    /** Silence until the limiter's promise, then one request, then the second burst. A broken promise is tried twice. */
    private void comeBackAsTold(Burst exhausted) throws InterruptedException {
        long lastRefusal = exhausted.lastRefusalNanos();
        Reply refusal = lastRefused(exhausted);
        for (int attempt = 0; attempt < 2; attempt++) {
            Promise promise = promiseOf(refusal);
            Duration wait = promise == null || promise.silence() == null ? guess(exhausted) : promise.silence();
            if (wait.compareTo(LONGEST_WAIT) > 0) {
                stopped = "the promise of " + Seconds.text(wait.toNanos()) + " was not waited for";
                return;
            }
            restUntil(lastRefusal + wait.plus(SLACK).toNanos());
            Reply back = one(Caller.LIMITED);
            promises.add(new Course.Promised(promise, back.sentNanos() - lastRefusal, back));
            if (!back.refused()) {
                second = back.admitted() ? burst(back) : null;
                return;
            }
            refusal = back;
            lastRefusal = back.doneNanos();
        }
        // The promise is broken; how much comes back can still be counted after the declared rest.
        restUntil(lastRefusal + allowance.recovery().plus(SLACK).toNanos());
        Reply back = one(Caller.LIMITED);
        promises.add(new Course.Promised(null, back.sentNanos() - lastRefusal, back));
        second = back.admitted() ? burst(back) : null;
    }

    /** Without a promise: half the bucket, or the rest of the window. */
    private Duration guess(Burst exhausted) {
        if (allowance instanceof Allowance.Bucket) {
            return allowance.recovery().dividedBy(2);
        }
        long inWindow = exhausted.lastRefusalNanos() - exhausted.beginNanos();
        return allowance
                .recovery()
                .minusNanos(Math.min(inWindow, allowance.recovery().toNanos()));
    }

    private @Nullable Promise promiseOf(Reply refusal) {
        return Promise.in(refusal.headers(), Promise.serverClock(refusal.headers(), transport.wallClock()))
                .orElse(null);
    }

    private void sandwich() throws InterruptedException {
        Burst last = second != null ? second : burst;
        if (!hasBystander || last == null || !last.sawRefusal() || ourFault()) {
            return;
        }
        for (int attempt = 0; attempt < 3; attempt++) {
            sandwich = sandwiched(attempt + Math.max(2, parallel));
            if (sandwich.holds()) {
                return;
            }
        }
    }

    private Course.Sandwich sandwiched(int crust) throws InterruptedException {
        List<Caller> callers = new ArrayList<>(Collections.nCopies(crust, Caller.LIMITED));
        callers.add(Caller.BYSTANDER);
        callers.addAll(Collections.nCopies(crust, Caller.LIMITED));
        List<Reply> replies = volley(callers);
        return new Course.Sandwich(
                replies.subList(0, crust), replies.get(crust), replies.subList(crust + 1, replies.size()));
    }

    /** A shorter window than the declared one shows in its middle: there, nothing is due. */
    private void lookMidway() throws InterruptedException {
        if (allowance instanceof Allowance.Window && second != null && second.sawRefusal() && !ourFault()) {
            restUntil(second.beginNanos() + allowance.recovery().toNanos() / 2);
            Reply reply = one(Caller.LIMITED);
            midway = reply.admitted() ? burst(reply) : new Burst(List.of(reply));
        }
    }

    private void rest() throws InterruptedException {
        for (int attempt = 0; attempt < 2; attempt++) {
            transport.rest(allowance.recovery().plus(SLACK));
            Reply reply = one(Caller.LIMITED);
            recovery.add(reply);
            if (reply.admitted()) {
                return;
            }
        }
    }

    private void loneBystander() throws InterruptedException {
        if (sandwich != null && sandwich.bystander().refused()) {
            aloneLater = one(Caller.BYSTANDER);
        }
    }

    private void restUntil(long nanos) throws InterruptedException {
        long left = nanos - transport.nanos();
        if (left > 0) {
            transport.rest(Duration.ofNanos(left));
        }
    }

    private Reply one(Caller caller) throws InterruptedException {
        return volley(List.of(caller)).get(0);
    }

    private List<Reply> volley(List<Caller> callers) throws InterruptedException {
        List<Reply> replies = transport.volley(callers);
        log.addAll(replies);
        return replies;
    }

    private boolean ourFault() {
        return log.stream()
                .anyMatch(reply -> reply.kind() == Reply.Kind.INSTRUMENT || reply.kind() == Reply.Kind.NOT_SENT);
    }

    private static Reply lastRefused(Burst burst) {
        List<Reply> refused = burst.replies().stream().filter(Reply::refused).toList();
        return refused.get(refused.size() - 1);
    }
}
