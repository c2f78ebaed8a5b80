package dev.seaworthy.auth.expiry;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpAnswer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Finds by bisection how far beyond its limit a token is accepted. A token is tried at a distance from the limit, in
 * seconds by the server's clock; the nearer distances are accepted, the farther ones refused. Used once, by one thread.
 */
final class Margin {
    /** The farthest that is tried, in seconds. */
    static final int FARTHEST = 900;
    /** Times in tokens are whole seconds: a finer answer would have to wait for the moment. */
    private static final double SHARP_SECONDS = 1.2;

    private static final int SOON = 3;
    private static final int CONFIRMATIONS = 2;

    private final Bench bench;
    private final Course course;
    private final Route route;
    private final ServerClock clock;
    private final LongFunction<Secret> tokenAt;
    private final int direction;
    private double accepted = Double.NEGATIVE_INFINITY;
    private double refused = Double.POSITIVE_INFINITY;
    private String problem = "";

    /**
     * A search.
     *
     * @param clock has taken note of one answer at the least
     */
    Margin(Bench bench, Course course, Route route, ServerClock clock, Limit limit) {
        this.bench = bench;
        this.course = course;
        this.route = route;
        this.clock = clock;
        this.tokenAt = limit.token();
        this.direction = limit.direction();
    }

    /**
     * Which time is moved.
     *
     * @param token makes the token with that time, in seconds of the epoch
     * @param direction -1 where the limit lies in the past ({@code exp}), 1 where it lies in the future ({@code nbf})
     */
    record Limit(LongFunction<Secret> token, int direction) {}

    /** Runs the search; afterwards {@link #problem()} says why there is no result, if there is none. */
    void search() throws InterruptedException {
        if (!tried(SOON)) {
            return;
        }
        if (refused > SOON + SHARP_SECONDS && !tried(FARTHEST)) {
            return;
        }
        if (refused <= SOON + SHARP_SECONDS && !tried(1)) {
            return;
        }
        while (isBounded() && refused - accepted > 2 * SHARP_SECONDS) {
            if (!tried(Math.round((accepted + refused) / 2))) {
                return;
            }
        }
        confirm();
    }

    /** Why there is no result; empty if there is one. */
    Optional<String> problem() {
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    /** Whether the farthest distance was still accepted. */
    boolean isEndless() {
        return accepted > FARTHEST - 2 * SHARP_SECONDS;
    }

    /** Whether nothing beyond the limit was accepted. */
    boolean isNone() {
        return accepted < 0;
    }

    /** The distance up to which tokens are accepted, in seconds; {@link #FARTHEST} where that is no end. */
    double seconds() {
        if (isEndless()) {
            return FARTHEST;
        }
        return isNone() ? 0 : (accepted + refused) / 2;
    }

    /** By how much that may be wrong, in seconds. */
    double error() {
        if (isEndless()) {
            return 0;
        }
        return (isNone() ? refused : (refused - accepted) / 2) + clock.error();
    }

    @Override
    public String toString() {
        return isEndless()
                ? FARTHEST + " s and more"
                : String.format(Locale.ROOT, "%.1f s (± %.1f s)", seconds(), error());
    }

    private boolean isBounded() {
        return accepted > Double.NEGATIVE_INFINITY && refused < Double.POSITIVE_INFINITY;
    }

    /** Each side once more and again: what is accepted now and refused then has no margin. */
    private void confirm() throws InterruptedException {
        double in = accepted;
        double out = refused;
        for (int i = 0; i < CONFIRMATIONS; i++) {
            if (in > Double.NEGATIVE_INFINITY && !tried((long) Math.floor(in))) {
                return;
            }
            if (out < Double.POSITIVE_INFINITY && !tried((long) Math.ceil(out))) {
                return;
            }
        }
    }

    /** Tries one distance; false if that makes the search pointless. */
    private boolean tried(long distance) throws InterruptedException {
        long time = Math.round(clock.at(bench.time().wallClock())) + direction * distance;
        HttpAnswer answer = course.send(route.bare().bearer(tokenAt.apply(time)));
        clock.note(answer);
        Reading reading = route.read(answer, CredentialClass.EXPIRED);
        // The server looked at some moment between the two.
        double sent = (time - clock.at(ServerClock.sentAt(answer))) * direction;
        double received = (time - clock.at(ServerClock.receivedAt(answer))) * direction;
        if (reading == Reading.ACCEPTED) {
            accepted = Math.max(accepted, Math.min(sent, received));
        } else if (reading == Reading.REFUSED) {
            refused = Math.min(refused, Math.max(sent, received));
        } else {
            problem = route.doubt(
                    CredentialClass.EXPIRED, "a token " + distance + " s beyond its limit", reading, answer);
        }
        if (accepted > refused + 2 * clock.error() + 0.5) {
            problem = String.format(
                    Locale.ROOT,
                    "a token was accepted %.1f s beyond its limit and another refused at %.1f s: the margin is not steady",
                    accepted,
                    refused);
        }
        return problem.isEmpty();
    }
}
