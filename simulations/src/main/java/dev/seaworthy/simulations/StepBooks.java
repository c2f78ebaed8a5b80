package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Recorder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the turns of one operation are written down: on one event loop, in one phase. For that loop's thread only. */
final class StepBooks {
    private final LoadSession load;
    private final @Nullable Operation operation;
    private final String name;
    private final OperationTally.Counts counts;
    private final Recorder.Writer writer;

    /** Opens the books of the phase that runs. On the loop. */
    StepBooks(LoadSession load, Operation operation) {
        this(load, operation, operation.name());
    }

    /** As above, for what is begun elsewhere. */
    StepBooks(LoadSession load, String name) {
        this(load, null, name);
    }

    private StepBooks(LoadSession load, @Nullable Operation operation, String name) {
        this.load = load;
        this.operation = operation;
        this.name = name;
        this.counts = load.tally(name).counts();
        this.writer = load.recorder().writer(name);
    }

    Operation operation() {
        return Objects.requireNonNull(operation, name);
    }

    String name() {
        return name;
    }

    void begin() {
        counts.begin();
    }

    void end(Clocks clocks, Outcome outcome, String signature) {
        writer.record(clocks, outcome);
        if (outcome == Outcome.OK) {
            counts.succeed();
        } else {
            counts.fail();
            load.signatures().count(name, signature);
        }
        load.gatlingLog().ended(name, clocks, outcome);
    }
}
