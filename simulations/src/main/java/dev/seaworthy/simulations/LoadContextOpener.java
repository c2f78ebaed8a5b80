package dev.seaworthy.simulations;

import java.nio.file.Path;

/**
 * Opens an environment for a simulation that Gatling itself runs, e.g. by {@code mvn gatling:test}; found by
 * {@link java.util.ServiceLoader}. The command line provides it.
 */
public interface LoadContextOpener {
    /**
     * Reads the contract, opens its probes and begins a recording. Nothing is sent yet.
     *
     * @throws RuntimeException with one clear line, when it cannot
     */
    Opened open(Path environment);

    /**
     * What a simulation needs.
     *
     * @param plan phases and operations
     * @param sink where intervals go
     * @param closer closes probes and seals the recording; called once, when Gatling has ended
     */
    record Opened(LoadPlan plan, IntervalSink sink, Runnable closer) {}
}
