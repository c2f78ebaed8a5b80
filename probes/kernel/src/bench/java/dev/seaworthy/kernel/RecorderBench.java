package dev.seaworthy.kernel;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to record the end of one turn: alone, as in the long time between two flips, and beside a thread that
 * flips a thousand times as often as a run does. {@code gc.alloc.rate.norm} of {@code alone} is bytes a turn.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecorderBench {
    private static final String OPERATION = "http.get";
    private static final int TURNS = 1024;

    /** Turns of about a millisecond, not all alike: a histogram that is hit in one place only stays in the cache. */
    @State(Scope.Thread)
    public static class Turns {
        private final Clocks[] clocks = new Clocks[TURNS];
        private int next;

        public Turns() {
            for (int i = 0; i < TURNS; i++) {
                long late = (i * 7919L) % 90_000;
                long took = 400_000 + (i * 104_729L) % 1_800_000;
                clocks[i] = new Clocks(0, late, late + 12_000, late + took, late + took + 2_000);
            }
        }

        Clocks next() {
            next = (next + 1) & (TURNS - 1);
            return clocks[next];
        }
    }

    /** The recorder of a run. */
    @State(Scope.Group)
    public static class Run {
        private final Recorder recorder = new Recorder(TimeSource.system());
    }

    /** What a thread that records again and again has. */
    @State(Scope.Thread)
    public static class Own {
        private Recorder.Writer writer = (clocks, outcome) -> {};

        @Setup
        public void open(Run run) {
            writer = run.recorder.writer(OPERATION);
        }
    }

    @Benchmark
    @Group("alone")
    public void alone(Own own, Turns turns) {
        own.writer.record(turns.next(), Outcome.OK);
    }

    /** With a look for the writer, as threads that rarely record do. */
    @Benchmark
    @Group("looking")
    public void looking(Run run, Turns turns) {
        run.recorder.record(OPERATION, turns.next(), Outcome.OK);
    }

    @Benchmark
    @Group("contended")
    @GroupThreads(1)
    public void record(Own own, Turns turns) {
        own.writer.record(turns.next(), Outcome.OK);
    }

    /** The time of this one is the millisecond that it sleeps; only its neighbour's counts. */
    @Benchmark
    @Group("contended")
    @GroupThreads(1)
    public List<OperationInterval> flip(Run run) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        return run.recorder.flip();
    }
}
