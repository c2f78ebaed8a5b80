package dev.seaworthy.testkit;

import dev.seaworthy.config.CredentialsFactory;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.config.TargetOverride;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An environment to probe in a test: a twin with faults, or an address where there is none, and everything that a probe is
 * opened with. Close it, and the twin ends.
 *
 * <p>The contract is the built-in one of the twin; {@code twin-block.yaml} on the class path of the tests, a mapping from
 * probe ids to settings, replaces its blocks under {@code probes}.
 */
public final class TwinEnvironment implements AutoCloseable {
    private static final long SEED = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Short, because black holes are waited for; long enough for a busy machine to accept a connection on loopback. */
    private static final Duration PATIENCE_WITH_THE_DEAD = Duration.ofMillis(400);

    private static final Duration PATIENCE_WITH_STRANGERS = Duration.ofSeconds(3);

    private final @Nullable Twin twin;
    private final TwinSettings settings;
    private final TwinContract contract;
    private final Environment environment;
    private final Reach reach;
    private final Wire wire;
    private final Credentials credentials;

    private TwinEnvironment(
            @Nullable Twin twin, TwinSettings settings, TargetOverride targets, Duration patience, String blocks) {
        this.twin = twin;
        this.settings = settings;
        SecretVault vault = new SecretVault();
        this.contract = new TwinContract(settings, vault, targets, blocks);
        this.environment = contract.environment();
        this.reach = new Reach(
                environment.rails().allow(),
                new RequestBudget(1_000_000),
                vault,
                TimeSource.system(),
                "testkit",
                patience,
                patience,
                environment.targets().trust());
        this.wire = Wire.open(reach);
        this.credentials = ServiceLoader.load(CredentialsFactory.class)
                .findFirst()
                .map(factory -> factory.open(environment, reach))
                .orElseGet(() -> new TwinLogin(wire, environment, vault));
    }

    /** A twin with these faults; without any, a healthy one. */
    public static TwinEnvironment start(Fault... faults) {
        return start(TwinSettings.defaults().withFaults(Set.of(faults)));
    }

    /** A twin with these settings, except that all its accounts get the first one's password. */
    public static TwinEnvironment start(TwinSettings settings) {
        return start(settings, "");
    }

    /**
     * A twin with these settings, probed with other blocks.
     *
     * @param blocks YAML, a mapping from probe ids to settings, instead of what the contract has for these probes
     */
    public static TwinEnvironment start(TwinSettings settings, String blocks) {
        return start(settings, blocks, System::nanoTime);
    }

    /**
     * The same, with a twin whose rates go by a clock of the test's own.
     *
     * @param nanos as {@link Twin#start(TwinSettings, LongSupplier)} takes it
     */
    public static TwinEnvironment start(TwinSettings settings, String blocks, LongSupplier nanos) {
        TwinSettings shared = withOnePassword(settings);
        try {
            Twin twin = Twin.start(shared, nanos);
            TargetOverride targets = new TargetOverride(twin.http(), twin.webSocket(), twin.http());
            return new TwinEnvironment(twin, shared, targets, PATIENCE, blocks);
        } catch (IOException e) {
            throw new UncheckedIOException("the twin finds no port", e);
        }
    }

    /** The contract of a twin, pointed at a server of the test's own; waits 3 s for it at most. */
    public static TwinEnvironment at(URI http) {
        return pointedAt(http, PATIENCE_WITH_STRANGERS);
    }

    /** The contract of a twin, pointed at where nobody answers, e.g. at a {@link BlackHole}; waits 400 ms at most. */
    public static TwinEnvironment nobodyAt(URI http) {
        return pointedAt(http, PATIENCE_WITH_THE_DEAD);
    }

    private static TwinEnvironment pointedAt(URI http, Duration patience) {
        return new TwinEnvironment(null, withOnePassword(TwinSettings.defaults()), TwinContract.at(http), patience, "");
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

    /** The settings that the contract gives a probe. */
    public <S> S settings(ProbeFactory<S> factory) {
        return contract.settings(environment, factory);
    }

    /** Opens a probe with the settings that the contract gives it. */
    public <S> Probe open(ProbeFactory<S> factory) {
        return open(factory, SEED);
    }

    /** Opens a probe with the settings that the contract gives it, and a seed. */
    public <S> Probe open(ProbeFactory<S> factory, long seed) {
        return factory.open(settings(factory), surroundings(seed));
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

    /** The contract refers to one password for all accounts. */
    private static TwinSettings withOnePassword(TwinSettings settings) {
        String password = settings.accounts().values().iterator().next();
        Map<String, String> accounts = new LinkedHashMap<>();
        settings.accounts().keySet().forEach(user -> accounts.put(user, password));
        return settings.withAccounts(accounts);
    }
}
