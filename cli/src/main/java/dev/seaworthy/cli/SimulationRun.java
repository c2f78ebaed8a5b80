package dev.seaworthy.cli;

import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.readiness.Report;
import dev.seaworthy.recording.Journal;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RunDirectory;
import dev.seaworthy.recording.RunManifest;
import dev.seaworthy.simulations.IntervalSink;
import dev.seaworthy.simulations.LoadContextOpener;
import dev.seaworthy.simulations.LoadPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Opens an environment for a simulation that Gatling itself runs; what it measures lands in a run directory as ever. */
public final class SimulationRun implements LoadContextOpener {
    @Override
    public Opened open(Path environment) {
        Console console = Console.ofProcess();
        RunIdentity identity = RunIdentity.draw(TimeSource.system(), null);
        ContractSource source = ContractSource.of(environment, List.of(), console);
        OpenEnvironment open = OpenEnvironment.open(source, ProbeCatalog.onClassPath(), Set.of(), identity);
        RunPlan plan = new RunPlan(
                RunManifest.READINESS,
                List.of(),
                open.environment().load(),
                open.environment().objectives(),
                LoadPlan.Engine.standard());
        RunManifest manifest = Manifests.of(
                open, plan, identity, "mvn gatling:test -Dseaworthy.environment=" + environment, Policies.standard());
        RunDirectory directory =
                RunDirectory.create(Path.of("runs"), manifest, open.reach().vault());
        Journal journal = directory.injector(1);
        LoadPlan load = open.loadPlan(plan, Policies.lagBudgetSeconds(manifest.policy()));
        return new Opened(load, IntervalSink.of(journal), () -> close(open, journal, directory, console));
    }

    private static void close(OpenEnvironment open, Journal journal, RunDirectory directory, Console console) {
        try (open;
                journal) {
            journal.seal();
            directory.seal(RecordedRun.Ending.COMPLETE);
            Report report = Reports.finish(directory, open.reach().vault(), console);
            Reports.tell(report, directory, false, console);
        }
    }
}
