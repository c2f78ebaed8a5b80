package dev.seaworthy.auth.bench;

import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.auth.forge.Forgery;
import dev.seaworthy.auth.settings.AuthSettings;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.Identity;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.config.Targets;
import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.wire.Wire;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the checks of this probe work with. Thread-safe. */
public final class Bench implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Bench.class.getName());

    /** A probe must not take longer than a second to close. */
    private static final Duration PARTING = Duration.ofMillis(700);

    /** More than any one check takes. */
    private static final Duration SPARE = Duration.ofMinutes(2);

    private final AuthSettings settings;
    private final Environment environment;
    private final Credentials credentials;
    private final SecretVault vault;
    private final TimeSource time;
    private final long seed;
    private final Wire wire;
    private final SignIn signIn;
    private final AllowList allowed;
    private final CleanUp cleanUp = new CleanUp();
    private final Map<Class<?>, Object> shared = new ConcurrentHashMap<>();
    private final List<Route> routes;
    private final Map<Route, Controls> controls = new ConcurrentHashMap<>();
    private final Set<Route> closed = ConcurrentHashMap.newKeySet();
    private final Admissions admissions = new Admissions();
    private final Map<Long, Credential> standing = new ConcurrentHashMap<>();
    private volatile SignIn.@Nullable Attempt firstLogin;
    private final Map<Class<?>, Object> surveys = new ConcurrentHashMap<>();
    private final Reach reach;

    public Bench(AuthSettings settings, Surroundings surroundings) {
        this.settings = settings;
        this.environment = surroundings.environment();
        this.reach = surroundings.reach();
        this.credentials = surroundings.credentials();
        this.vault = surroundings.reach().vault();
        this.time = surroundings.reach().time();
        this.seed = surroundings.seed();
        this.allowed = surroundings.reach().allowList();
        this.wire = Wire.open(surroundings.reach());
        this.signIn = new SignIn(wire, environment.targets(), surroundings.reach());
        String user = identity(settings.identity()) instanceof Identity.Login login
                ? login.accounts().get(0).user()
                : "";
        this.routes = Route.of(environment, settings, Map.of("nonce", hex(random("nonce"), 8), "user", user));
    }

    public AuthSettings settings() {
        return settings;
    }

    /** The contract. */
    public Environment environment() {
        return environment;
    }

    public SecretVault vault() {
        return vault;
    }

    public TimeSource time() {
        return time;
    }

    public Wire wire() {
        return wire;
    }

    public SignIn signIn() {
        return signIn;
    }

    /** Where requests may go; whatever else is asked for ends the run. */
    public AllowList allowed() {
        return allowed;
    }

    /** What the checks have made at the target and must end again. */
    public CleanUp cleanUp() {
        return cleanUp;
    }

    /** What the checks of one family know together; made by whichever comes first. */
    public <T> T shared(Class<T> type, Supplier<T> first) {
        return type.cast(shared.computeIfAbsent(type, unusedType -> first.get()));
    }

    /** The protected routes, in the contract's order. */
    public List<Route> routes() {
        return routes;
    }

    public Targets targets() {
        return environment.targets();
    }

    @Nullable
    public Identity identity(String name) {
        return environment.identities().get(name);
    }

    /** The tested identity, if it logs in. */
    public Optional<Identity.Login> login() {
        return identity(settings.identity()) instanceof Identity.Login login ? Optional.of(login) : Optional.empty();
    }

    /** A source of randomness for one purpose: the same for the same seed, whatever else has been asked for. */
    public Random random(String purpose) {
        return new Random(seed * 31 + purpose.hashCode());
    }

    /** Text that is no token: {@code bytes} random bytes in hexadecimal. */
    public static String hex(Random random, int bytes) {
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        return HexFormat.of().formatHex(raw);
    }

    /** Keeps what may be close to a valid token. */
    public Secret keep(CompactToken token) {
        return vault.keep(token.text());
    }

    /** Keeps what may be a valid token. */
    public Secret keep(Forgery forgery) {
        return vault.keep(forgery.text());
    }

    /** A fresh credential of the tested identity. */
    public Credential obtain(long account) throws CredentialRefused, InterruptedException {
        return obtain(settings.identity(), account);
    }

    /** A fresh credential of any identity. */
    public Credential obtain(String identity, long account) throws CredentialRefused, InterruptedException {
        try {
            Credential credential = credentials.obtain(identity, account).get();
            began(credential);
            return credential;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CredentialRefused refused) {
                throw refused;
            }
            throw new IllegalStateException("obtaining a credential failed", e.getCause());
        }
    }

    /**
     * The credential of an account that all checks share which do it no harm: they only show it. Nobody ends or renews it.
     *
     * @param account counts the identity's accounts from 0
     */
    public Credential standing(long account) throws CredentialRefused, InterruptedException {
        Credential known = standing.get(account);
        if (known != null && known.outlasts(time.wallClock(), SPARE)) {
            return known;
        }
        Credential fresh = obtain(account);
        standing.put(account, fresh);
        return fresh;
    }

    /** Lets all checks share the first account's credential that a login has just given to one of them. */
    public void stand(SignIn.Attempt login) {
        login.credential().ifPresent(credential -> {
            if (standing.putIfAbsent(0L, credential) == null) {
                firstLogin = login;
            }
        });
    }

    /** The login by which the first account's shared credential was had; empty if no check has logged in for it. */
    public Optional<SignIn.Attempt> firstLogin() {
        return Optional.ofNullable(firstLogin);
    }

    /** Whether this route is known to refuse no credential. */
    boolean isClosed(Route route) {
        return closed.contains(route);
    }

    /** Remembers that this route refuses no credential, so that it is asked once in a run and not by every check. */
    public void rememberClosed(Route route) {
        closed.add(route);
    }

    /** What a route does with a valid token, none and garbage: measured once, again only if it could not be. */
    public Controls controls(Route route, Credential valid) throws InterruptedException {
        Controls known = controls.get(route);
        if (known != null) {
            return known;
        }
        Controls measured = Controls.measure(this, route, valid);
        if (measured.areComplete()) {
            controls.put(route, measured);
            measured.lastValid().ifPresent(exchange -> admissions.holds(route, valid.token(), exchange));
        }
        return measured;
    }

    /** What the routes have made of good tokens. */
    Admissions admissions() {
        return admissions;
    }

    /** How far this run may reach, and what it trusts. */
    public Reach reach() {
        return reach;
    }

    /** An operation of the contract; null where it has none of this name. */
    public @Nullable RequestSpec operation(String name) {
        return environment.operations().get(name);
    }

    /**
     * What several checks look at together, such as the answers to a matrix of requests: measured by the first of them,
     * again only if it could not be completed.
     */
    public <S extends Survey> S survey(Class<S> kind, Survey.Measurement<S> measurement)
            throws CredentialRefused, InterruptedException {
        Object known = surveys.get(kind);
        if (known != null) {
            return kind.cast(known);
        }
        S measured = measurement.on(this);
        if (measured.isComplete()) {
            surveys.put(kind, measured);
        }
        return measured;
    }

    /** What a check finds that could not begin for want of a credential. */
    public static Finding without(CredentialRefused refused, Claim claim) {
        return refused.exchanges().isEmpty()
                ? Finding.error(claim, String.valueOf(refused.getMessage()))
                : Finding.unproven(
                        claim,
                        "no valid credential to compare with: " + refused.getMessage(),
                        Evidence.of(refused.exchanges()));
    }

    /** Notes a session that a login or a renewal has begun, to be ended again. */
    void began(Credential credential) {
        boolean tested = credential.identity().equals(settings.identity());
        if (tested && credential.origin() == Credential.Origin.LOGIN) {
            cleanUp.note(new OpenSession(this, credential));
        }
    }

    /** Notes that a session goes on under another credential, which has been noted: it is ended by that one. */
    public void wentOn(Credential before) {
        cleanUp.strike(made -> made instanceof OpenSession session && session.isOf(before));
    }

    /** Asks for the end of what no check has ended, for a moment, and closes the engine. */
    @Override
    public void close() {
        try {
            CompletableFuture.allOf(cleanUp.abandon().toArray(CompletableFuture[]::new))
                    .get(PARTING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "what the checks made may not all have been ended: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            wire.close();
        }
    }
}
