package dev.seaworthy.simulations;

import dev.seaworthy.kernel.TimeSource;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a {@link LoadPlan} by Gatling, in this JVM. At most one runs at a time.
 *
 * <p>Gatling runs under the settings of {@code seaworthy-gatling.conf}: it calls nobody but the targets, verifies
 * certificates, writes no statistics and prints nothing.
 */
public final class LoadRun {
    private static final String CONFIGURATION = "gatling.conf.file";

    private final LoadSession load;
    private final Path results;

    /**
     * Prepares a run; nothing is sent yet.
     *
     * @param sink where intervals go, one record a second and operation
     * @param results a folder for what Gatling may write
     * @param progress hears of every second
     * @throws OperationCatalog.UnknownOperation if a phase names what the catalogue does not have
     */
    public LoadRun(LoadPlan plan, IntervalSink sink, TimeSource time, Path results, LoadProgress progress) {
        this.load = new LoadSession(new LoadContextOpener.Opened(plan, sink, () -> {}), time, progress);
        this.results = results;
    }

    /**
     * Runs all phases and returns when the last turn has ended, or the last grace is over.
     *
     * @throws RuntimeException of the sink, or of Gatling
     */
    public LoadSummary run() {
        if (load.populations().isEmpty()) {
            return load.conductor().summary();
        }
        run(load, EnvironmentSimulation.class.getName(), results, null);
        return load.conductor().summary();
    }

    /** Stops: nothing more is begun, and what is in flight has two seconds. Callable from any thread, also before the run. */
    public void stop() {
        load.stop();
    }

    static void run(
            LoadSession load, String simulation, Path results, GatlingSeam.@Nullable ResponseListener responses) {
        CurrentLoad.set(load);
        try {
            load.conductor().watch(Thread.currentThread());
            underOurSettings(() -> {
                GatlingSeam.run(simulation, results, load.plan().engine(), responses);
                return true;
            });
        } catch (Exception e) { // Scala throws InterruptedException without saying so
            if (!(e instanceof InterruptedException && load.conductor().gaveUp())) {
                throw e;
            }
        } finally {
            load.close();
        }
    }

    /** Gatling finds its settings through a system property. */
    static <T> T underOurSettings(Supplier<T> act) {
        String before = System.getProperty(CONFIGURATION);
        System.setProperty(CONFIGURATION, "seaworthy-gatling.conf");
        try {
            return act.get();
        } finally {
            if (before == null) {
                System.clearProperty(CONFIGURATION);
            } else {
                System.setProperty(CONFIGURATION, before);
            }
        }
    }
}
