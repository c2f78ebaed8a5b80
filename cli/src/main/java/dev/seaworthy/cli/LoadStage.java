package dev.seaworthy.cli;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.readiness.Figures;
import dev.seaworthy.recording.Journal;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RunDirectory;
import dev.seaworthy.recording.RunManifest;
import dev.seaworthy.simulations.CrossCheck;
import dev.seaworthy.simulations.HttpOperation;
import dev.seaworthy.simulations.IntervalSink;
import dev.seaworthy.simulations.LoadPlan;
import dev.seaworthy.simulations.LoadProgress;
import dev.seaworthy.simulations.LoadRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The load of a run: every phase through Gatling, then the same again through Gatling's own HTTP client as a check on us. */
final class LoadStage {
    private static final double CROSS_CHECK_RATE = 50;
    private static final Duration CROSS_CHECK_DURATION = Duration.ofSeconds(5);

    private static final int SIGNATURES_TOLD = 3;

    private final OpenEnvironment open;
    private final RunDirectory directory;
    private final Console console;
    private final Interruption interruption;

    LoadStage(OpenEnvironment open, RunDirectory directory, Console console, Interruption interruption) {
        this.open = open;
        this.directory = directory;
        this.console = console;
        this.interruption = interruption;
    }

    /** @param loaded checks that run while the load is under way */
    void run(RunPlan planned, Journal journal, LoadedChecks loaded) {
        List<LoadPhase> phases = planned.phases();
        if (!planned.escorts().isEmpty() && !escortsReady()) {
            loaded.end("the run was interrupted before the load");
            return;
        }
        LoadPlan plan = open.loadPlan(
                planned, Policies.lagBudgetSeconds(directory.read().manifest().policy()));
        LoadRun run = new LoadRun(plan, IntervalSink.of(journal), open.reach().time(), gatlingFolder(), tick -> {
            loaded.tick(tick);
            tell(tick);
        });
        interruption.onRequest(run::stop);
        run.run();
        loaded.end("the load ended before this check could begin; let its phases last longer");
        if (planned.kind().equals(RunManifest.READINESS) && !interruption.requested()) {
            crossCheck(phases, journal);
        }
    }

    /** False if an interruption came in between. */
    private boolean escortsReady() {
        console.status("load    making what rides along ready");
        try {
            open.beforeLoad();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A second instrument measures the first steadily loaded request of the contract, for a few seconds. */
    private void crossCheck(List<LoadPhase> phases, Journal journal) {
        Optional<HttpOperation> operation = steady(phases);
        if (operation.isEmpty()) {
            journal.event("no-cross-check", Map.of("reason", "no open phase loads a request of the contract"));
            return;
        }
        double rate = Math.min(CROSS_CHECK_RATE, open.environment().rails().maxRate() / 2);
        console.status("load    cross-check of " + operation.get().name() + " by Gatling's own client");
        try {
            for (RecordedRun.CrossCheck row :
                    CrossCheck.run(operation.get(), rate, CROSS_CHECK_DURATION, open.reach(), gatlingFolder())) {
                directory.crossCheck(row);
            }
        } catch (CredentialRefused | IllegalStateException e) {
            journal.event(
                    "no-cross-check", Map.of("reason", open.reach().vault().redact(OneLine.of(e))));
            console.line("no cross-check: " + OneLine.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<HttpOperation> steady(List<LoadPhase> phases) {
        return phases.stream()
                .filter(phase -> phase.shape() instanceof LoadPhase.Shape.Open)
                .flatMap(phase -> phase.scenario().stream())
                .flatMap(name -> open.operations().scenario(name).steps().stream())
                .filter(HttpOperation.class::isInstance)
                .map(HttpOperation.class::cast)
                .filter(candidate -> CrossCheck.applies(candidate, open.reach()))
                .findFirst();
    }

    private Path gatlingFolder() {
        return directory.path().resolve("gatling");
    }

    private void tell(LoadProgress.Tick tick) {
        String errors = tick.signatures().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(SIGNATURES_TOLD)
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", ", "  ", ""));
        console.status(String.format(
                Locale.ROOT,
                "load    %s  %d of %d s  %.0f/s of %.0f/s  p50 %s  p95 %s  p99 %s  in flight %d  errors %d%s",
                tick.phase(),
                tick.elapsed().toSeconds(),
                tick.planned().toSeconds(),
                tick.achieved(),
                tick.offered(),
                Figures.seconds(tick.p50Seconds()),
                Figures.seconds(tick.p95Seconds()),
                Figures.seconds(tick.p99Seconds()),
                tick.inFlight(),
                tick.errors(),
                errors.stripTrailing()));
    }
}
