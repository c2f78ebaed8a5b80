package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Escort;
import dev.seaworthy.kernel.LoadStep;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Turn;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Rides along, notes with whom, and does what a test tells it to. */
final class TestEscort implements Escort {
    private final String name;
    private final double share;
    private final Consumer<Turn> act;
    private final Queue<Ridden> ridden = new ConcurrentLinkedQueue<>();

    TestEscort(String name, double share, Consumer<Turn> act) {
        this.name = name;
        this.share = share;
        this.act = act;
    }

    /** Ends each turn at once, well. */
    TestEscort(String name, double share) {
        this(name, share, turn -> end(turn, Outcome.OK));
    }

    static void end(Turn turn, Outcome outcome) {
        long at = turn.intendedNanos();
        turn.complete(new Clocks(at, at, at, at, at), outcome);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double share() {
        return share;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void ride(Turn turn, LoadStep step) {
        ridden.add(new Ridden(turn, step));
        act.accept(turn);
    }

    List<Ridden> ridden() {
        return List.copyOf(ridden);
    }

    /** One ride. */
    record Ridden(Turn turn, LoadStep step) {}
}
