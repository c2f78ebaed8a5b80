package dev.seaworthy.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.config.CredentialsFactory;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.config.Targets;
import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.twin.Fault;
import dev.seaworthy.twin.Twin;
import dev.seaworthy.twin.TwinSettings;
import dev.seaworthy.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An environment to probe in a test: a twin with faults, or an address where there is none, and everything that a probe is
 * opened with. Close it, and the twin ends.
 */
public final class TwinEnvironment implements AutoCloseable {
    private static final long SEED = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Short, because black holes are waited for; long enough for a busy machine to accept a connection on loopback. */
    private static final Duration PATIENCE_WITH_THE_DEAD = Duration.ofMillis(400);

    private final @Nullable Twin twin;
    private final TwinSettings settings;
    private final Environment environment;
    private final Reach reach;
    private final Wire wire;
    private final Credentials credentials;

    private TwinEnvironment(
            @Nullable Twin twin,
            TwinSettings settings,
            Targets targets,
            Duration patience,
            Map<String, JsonNode> probes) {
        this.twin = twin;
        this.settings = settings;
        this.reach = new Reach(
                AllowList.of(targets.all()),
                new RequestBudget(1_000_000),
                new SecretVault(),
                TimeSource.system(),
                "testkit",
                patience,
                patience,
                null);
        this.environment = TwinContract.of(targets, settings, reach.vault(), probes);
        this.wire = Wire.open(reach);
        this.credentials = ServiceLoader.load(CredentialsFactory.class)
                .findFirst()
                .map(factory -> factory.open(environment, reach))
                .orElseGet(() -> new TwinLogin(
                        wire, targets.auth(), TwinLogin.accountsIn(environment.identities()), reach.vault()));
    }

    /** A twin with these faults; without any, a healthy one. */
    public static TwinEnvironment start(Fault... faults) {
        return start(TwinSettings.defaults().withFaults(Set.of(faults)));
    }

    /** A twin with these settings. */
    public static TwinEnvironment start(TwinSettings settings) {
        return start(settings, ProbeBlocks.onClassPath());
    }

    /** A twin with these settings, and these settings of probes by their id instead of those of the example contract. */
    public static TwinEnvironment start(TwinSettings settings, Map<String, JsonNode> probes) {
        Twin twin = started(settings);
        return new TwinEnvironment(
                twin, settings, new Targets(twin.http(), twin.webSocket(), twin.http(), null), PATIENCE, probes);
    }

    private static Twin started(TwinSettings settings) {
        try {
            return Twin.start(settings);
        } catch (IOException e) {
            throw new UncheckedIOException("the twin finds no port", e);
        }
    }

    /** The contract of a twin, pointed at another address, e.g. that of a {@link BlackHole}; waits 400 ms at most. */
    public static TwinEnvironment at(URI http) {
        return new TwinEnvironment(
                null,
                TwinSettings.defaults(),
                TwinContract.targets(http),
                PATIENCE_WITH_THE_DEAD,
                ProbeBlocks.onClassPath());
    }

    /**
     * The twin.
     *
     * @throws IllegalStateException where there is none
     */
    public Twin twin() {
        if (twin == null) {
            throw new IllegalStateException("this environment has no twin behind it");
        }
        return twin;
    }

    /** What the twin was started with: its accounts and its key are there for the tests to know. */
    public TwinSettings settings() {
        return settings;
    }

    public Environment environment() {
        return environment;
    }

    public Reach reach() {
        return reach;
    }

    public SecretVault vault() {
        return reach.vault();
    }

    /** A wire engine of the test's own; the probe opens another. */
    public Wire wire() {
        return wire;
    }

    public Credentials credentials() {
        return credentials;
    }

    /** What a probe may touch, with a fixed seed. */
    public Surroundings surroundings() {
        return surroundings(SEED);
    }

    /** What a probe may touch. */
    public Surroundings surroundings(long seed) {
        return new Surroundings(environment, credentials, reach, seed);
    }

    /** Opens a probe with the settings that the example contract gives it. */
    public <S> Probe open(ProbeFactory<S> factory) {
        return open(factory, SEED);
    }

    /** Opens a probe with the settings that the example contract gives it, and a seed. */
    public <S> Probe open(ProbeFactory<S> factory, long seed) {
        return factory.open(ProbeBlocks.bind(factory, environment), surroundings(seed));
    }

    /** Closes the engine and the credentials of this environment; the twin lives on, to be asked what is still open. */
    public void closeClients() {
        try (Wire closing = wire) {
            if (credentials instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the environment of the test does not close", e);
        }
    }

    @Override
    public void close() {
        try {
            closeClients();
        } finally {
            if (twin != null) {
                twin.close();
            }
        }
    }
}
