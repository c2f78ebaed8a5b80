package dev.seaworthy.ratelimit.delay;

import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Transport;
import dev.seaworthy.ratelimit.session.Variation;
import dev.seaworthy.testkit.VirtualTime;
import dev.seaworthy.wire.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A server that lets requests wait, behind a network, in virtual time. */
final class WaitingTarget implements Transport {
    private static final double APART = 20e-6;

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final Waiting server;
    private final double roundTrip;
    private final double jitter;
    private final Random random;
    private double clock;

    /**
     * A target.
     *
     * @param roundTrip seconds
     * @param jitter mean of an exponential delay on each way, seconds
     */
    WaitingTarget(Waiting server, double roundTrip, double jitter, Random random) {
        this.server = server;
        this.roundTrip = roundTrip;
        this.jitter = jitter;
        this.random = random;
    }

    @Override
    public List<Answer> volley(List<Variation> requests) {
        int size = requests.size();
        double[] arrives = new double[size];
        double[] leaves = new double[size];
        for (int i = 0; i < size; i++) {
            arrives[i] = clock + i * APART + oneWay();
        }
        IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> arrives[i]))
                .forEach(i -> leaves[i] = server.leaves(arrives[i]));
        long begin = time.nanos();
        double last = clock;
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            boolean admitted = leaves[i] >= 0;
            double done = (admitted ? leaves[i] : -leaves[i] - 1) + oneWay();
            last = Math.max(last, done);
            answers.add(Answer.status(
                    begin + nanos(i * APART),
                    begin + nanos(done - clock),
                    admitted ? Answer.Outcome.ADMITTED : Answer.Outcome.REFUSED,
                    admitted ? 200 : 429,
                    Headers.NONE));
        }
        pass(last - clock);
        return answers;
    }

    private double oneWay() {
        return roundTrip / 2 - jitter * Math.log(1 - random.nextDouble());
    }

    private void pass(double seconds) {
        clock += seconds;
        time.advance(Duration.ofNanos(nanos(seconds)));
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }

    @Override
    public void rest(Duration silence) {
        pass(silence.toNanos() / 1e9);
    }

    @Override
    public TimeSource clock() {
        return time;
    }
}
