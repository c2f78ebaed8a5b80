package dev.seaworthy.ratelimit.delay;

import dev.seaworthy.ratelimit.verdict.Section;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** How a target slows its caller down, or bounds what is under way at once. */
public sealed interface Pacing {
    /** What it adds to the verdict: the key {@code delay}, and its lines. */
    default Section section() {
        return PacingText.section(this);
    }

    /**
     * Requests wait in line and leave it at an even rate.
     *
     * @param perSecond how many leave it in a second
     * @param free so many at once do not wait
     * @param depth so many wait at most, more are refused; empty where none was refused
     * @param tried so many at once were tried
     * @param perhapsWork whether the spacing is as long as one answer takes, so that it may be one worker and no limiter
     */
    record Queue(double perSecond, int free, OptionalInt depth, int tried, boolean perhapsWork) implements Pacing {}

    /**
     * Requests wait for the next cycle that has room for them.
     *
     * @param permits so many in each cycle
     * @param cycleSeconds length of a cycle; empty where too few cycles were seen
     * @param admitted so many at once were let through, more are refused; empty where none was refused
     * @param tried so many at once were tried
     * @param perhapsWork whether a cycle is as long as one answer takes, so that it may be so many workers and no limiter
     */
    record CycleWait(int permits, OptionalDouble cycleSeconds, OptionalInt admitted, int tried, boolean perhapsWork)
            implements Pacing {}

    /**
     * Every request waits longer than the one before it, by count, even one at a time.
     *
     * @param free so many are not delayed
     * @param stepSeconds by how much the delay grows with each further one
     * @param capSeconds beyond which it does not grow; empty where it was still growing
     */
    record Progressive(int free, double stepSeconds, OptionalDouble capSeconds) implements Pacing {}

    /**
     * So many may be under way at once, more are refused.
     *
     * @param cap how many
     * @param tried so many at once were tried, and the cap was the same every time
     */
    record ConcurrencyCap(int cap, int tried) implements Pacing {}

    /**
     * Refused when many are sent at once, but not the same number each time: a limit on the rate, which one request after
     * the other is too slow to reach.
     *
     * @param parallel so many at once reach it
     */
    record RateAtOnce(int parallel) implements Pacing {}

    /**
     * Neither delayed nor refused for being too many at once.
     *
     * @param oneByOne so many were sent one after the other
     * @param atOnce so many at once were tried; 0 where none were
     * @param refusedOneByOne whether one after the other was refused already, so that a rate is limited
     */
    record NoneSeen(int oneByOne, int atOnce, boolean refusedOneByOne) implements Pacing {}
}
