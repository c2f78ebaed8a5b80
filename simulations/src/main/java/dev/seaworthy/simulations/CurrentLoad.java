package dev.seaworthy.simulations;

import dev.seaworthy.kernel.TimeSource;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The load that the next simulation belongs to. Gatling makes simulations without arguments, so they look here.
 */
final class CurrentLoad {
    /** Names the contract file when Gatling is in charge. */
    static final String ENVIRONMENT = "seaworthy.environment";

    private static final AtomicReference<LoadSession> CURRENT = new AtomicReference<>();

    private CurrentLoad() {}

    /**
     * Sets the load.
     *
     * @throws IllegalStateException if there is one already: Gatling cannot run two simulations at once
     */
    static void set(LoadSession load) {
        if (!CURRENT.compareAndSet(null, load)) {
            throw new IllegalStateException("a load is running already in this JVM; Gatling cannot run two at once");
        }
    }

    static void clear(LoadSession load) {
        CURRENT.compareAndSet(load, null);
    }

    /** The load that was set, or that of the environment that the system property names. */
    static synchronized LoadSession require() {
        LoadSession load = CURRENT.get();
        if (load == null) {
            load = open();
            CURRENT.set(load);
        }
        return load;
    }

    private static LoadSession open() {
        String path = System.getProperty(ENVIRONMENT);
        if (path == null || path.isBlank()) {
            throw new IllegalStateException(
                    "no environment is given; pass -D" + ENVIRONMENT + "=path/to/contract.yaml");
        }
        LoadContextOpener opener = ServiceLoader.load(LoadContextOpener.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "nothing on the class path can open " + path + "; add the artifact seaworthy-cli"));
        LoadContextOpener.Opened opened = opener.open(Path.of(path));
        return new LoadSession(opened, TimeSource.system());
    }
}
