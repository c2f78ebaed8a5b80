package dev.seaworthy.cli;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.simulations.LoadProgress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that run while the load is under way: from its first steady phase on, and not for longer than it. Thread-safe. */
final class LoadedChecks {
    /** The load has to be there before anything is said about it. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final CheckRound round;
    private final List<Check> checks;
    private final List<String> phases;
    private @Nullable Thread worker;
    private boolean over;

    /** @param phases the load that was planned, without the instrument's own */
    LoadedChecks(CheckRound round, List<Check> checks, List<LoadPhase> phases) {
        this.phases = phases.stream()
                .map(LoadPhase::name)
                .filter(name -> !name.equals(RunPlan.WARM_UP))
                .toList();
        this.round = round;
        this.checks = List.copyOf(checks);
    }

    /** A second of load has passed. */
    synchronized void tick(LoadProgress.Tick tick) {
        boolean steady = !tick.phase().equals(RunPlan.WARM_UP) && tick.elapsed().compareTo(SETTLED) >= 0;
        if (worker == null && !over && steady && !checks.isEmpty()) {
            Thread begun = new Thread(() -> round.run(checks), "checks under load");
            begun.setDaemon(true);
            worker = begun;
            begun.start();
        }
    }

    /**
     * The load has ended: what is still at work is told so, and waited for until it has written its finding.
     *
     * @param unbegun why nothing ran, if nothing did
     */
    void end(String unbegun) {
        Thread begun;
        synchronized (this) {
            over = true;
            begun = worker;
        }
        if (begun == null) {
            round.skip(checks, unbegun);
            return;
        }
        begun.interrupt();
        try {
            begun.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
