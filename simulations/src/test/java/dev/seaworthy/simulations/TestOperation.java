package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.kernel.Turn;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/** An operation without a target: notes what it was asked to do, and does what a test tells it to. */
final class TestOperation implements Operation {
    private final String name;
    private final BiConsumer<Turn, TestOperation> act;
    private final ConcurrentLinkedQueue<Long> intended = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Boolean> onLoop = new ConcurrentLinkedQueue<>();

    TestOperation(String name, BiConsumer<Turn, TestOperation> act) {
        this.name = name;
        this.act = act;
    }

    /** Ends at once. */
    static TestOperation immediate(String name) {
        return new TestOperation(name, (turn, self) -> self.end(turn, Outcome.OK));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start(Turn turn) {
        intended.add(turn.intendedNanos());
        onLoop.add(((io.netty.channel.EventLoop) turn.loop()).inEventLoop());
        act.accept(turn, this);
    }

    /** Completes a turn that began now. */
    void end(Turn turn, Outcome outcome) {
        long now = TimeSource.system().nanos();
        turn.complete(new Clocks(turn.intendedNanos(), now, now, now, now), outcome);
    }

    long starts() {
        return intended.size();
    }

    /** Intended starts, sorted. */
    List<Long> intended() {
        return intended.stream().sorted().toList();
    }

    boolean alwaysOnItsLoop() {
        return !onLoop.contains(false);
    }
}
