package dev.seaworthy.kernel;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to ask a schedule for the intended start of its next arrival; every arrival of a run pays it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScheduleBench {
    private static final int RECORDED = 1 << 16;

    private final Schedule constant = Schedule.constant(5_000);
    private final Schedule ramp = Schedule.ramp(100, 20_000, Duration.ofHours(1));
    private final Schedule poisson = Schedule.poisson(RateCurve.constant(5_000), 7);
    private final Schedule replay = Schedule.replay(LongStream.range(0, RECORDED).map(i -> i * 200_000).toArray());
    private long index;

    @Benchmark
    public long constant() {
        return constant.offsetNanos(index++);
    }

    @Benchmark
    public long ramp() {
        return ramp.offsetNanos(index++);
    }

    @Benchmark
    public long poisson() {
        return poisson.offsetNanos(index++);
    }

    @Benchmark
    public long replay() {
        return replay.offsetNanos(index++ & (RECORDED - 1));
    }
}
