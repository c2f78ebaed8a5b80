package dev.seaworthy.ratelimit.session;

import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.testkit.VirtualTime;
import dev.seaworthy.wire.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A limiter behind a network, in virtual time. */
public final class VirtualTarget implements Transport {
    private final VirtualTime time;
    private final Deciding limiter;
    private final double roundTrip;
    private final double jitter;
    private final SplittableRandom random;
    private Announcing announcing = (nanos, admitted) -> Headers.NONE;
    private int refusal = 429;
    private int failsAfter = Integer.MAX_VALUE;
    private int sent;

    /** What an answer says of the limit; asked after the decision. */
    public interface Announcing {
        Headers headers(long nanos, boolean admitted);
    }

    public VirtualTarget announcing(Announcing headers) {
        announcing = headers;
        return this;
    }

    /** Refuses with this status. */
    public VirtualTarget refusingWith(int status) {
        refusal = status;
        return this;
    }

    /** Goes down after so many requests. */
    public VirtualTarget failingAfter(int requests) {
        failsAfter = requests;
        return this;
    }

    /**
     * A target.
     *
     * @param roundTrip seconds
     * @param jitter mean of an exponential delay on each way, seconds
     */
    public VirtualTarget(Instant start, Deciding limiter, double roundTrip, double jitter, long seed) {
        time = VirtualTime.startingAt(start);
        this.limiter = limiter;
        this.roundTrip = roundTrip;
        this.jitter = jitter;
        random = new SplittableRandom(seed);
    }

    public int sent() {
        return sent;
    }

    @Override
    public List<Answer> volley(List<Variation> varied) {
        int requests = varied.size();
        long begin = time.nanos();
        long wall = wallNanos();
        long[] arrival = new long[requests];
        Integer[] order = new Integer[requests];
        for (int i = 0; i < requests; i++) {
            order[i] = i;
            arrival[i] = i * 20_000L + oneWay();
        }
        Arrays.sort(order, (a, b) -> Long.compare(arrival[a], arrival[b]));
        boolean[] admitted = new boolean[requests];
        Headers[] headers = new Headers[requests];
        for (int i : order) {
            admitted[i] = limiter.admits(wall + arrival[i]);
            headers[i] = announcing.headers(wall + arrival[i], admitted[i]);
        }
        List<Answer> answers = new ArrayList<>();
        long last = 0;
        for (int i = 0; i < requests; i++) {
            long done = arrival[i] + oneWay();
            last = Math.max(last, done);
            boolean down = sent + i >= failsAfter;
            Answer.Outcome decided = admitted[i] ? Answer.Outcome.ADMITTED : Answer.Outcome.REFUSED;
            answers.add(Answer.status(
                    begin + i * 20_000L,
                    begin + done,
                    down ? Answer.Outcome.FAILED : decided,
                    down ? 502 : admitted[i] ? 200 : refusal,
                    headers[i]));
        }
        sent += requests;
        time.advance(Duration.ofNanos(last));
        return answers;
    }

    private long oneWay() {
        return (long) ((roundTrip / 2 - jitter * Math.log(1 - random.nextDouble())) * 1e9);
    }

    private long wallNanos() {
        Instant now = time.wallClock();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public void rest(Duration silence) {
        time.advance(silence);
    }

    @Override
    public TimeSource clock() {
        return time;
    }
}
