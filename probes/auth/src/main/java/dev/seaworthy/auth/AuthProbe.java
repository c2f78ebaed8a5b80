package dev.seaworthy.auth;

import dev.seaworthy.auth.access.AccessChecks;
import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.load.LoadChecks;
import dev.seaworthy.auth.load.Patrol;
import dev.seaworthy.auth.oidc.OidcChecks;
import dev.seaworthy.auth.session.CleanedUp;
import dev.seaworthy.auth.session.SessionChecks;
import dev.seaworthy.auth.settings.AuthSettings;
import dev.seaworthy.auth.socket.SocketChecks;
import dev.seaworthy.auth.token.TokenChecks;
import dev.seaworthy.auth.transport.TransportChecks;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Escort;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Moment;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Probe;
import java.util.List;
import java.util.stream.Stream;

/** Who is let in, and who is not. */
final class AuthProbe implements Probe {
    static final String ID = "auth";

    private static final List<AuthCheck> CHECKS = Stream.of(
                    SessionChecks.ALL,
                    TokenChecks.ALL,
                    AccessChecks.ALL,
                    SocketChecks.ALL,
                    OidcChecks.ALL,
                    TransportChecks.ALL,
                    // Last: it ends what all the others have begun.
                    List.<AuthCheck>of(new CleanedUp()))
            .flatMap(List::stream)
            .toList();

    private final Bench bench;
    private final Patrol patrol;

    AuthProbe(AuthSettings settings, Surroundings surroundings) {
        this.bench = new Bench(settings, surroundings);
        this.patrol = new Patrol(bench);
    }

    static List<CheckCard> catalogue() {
        return Stream.concat(CHECKS.stream().map(AuthCheck::card), LoadChecks.cards().stream())
                .toList();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<Check> checks() {
        Stream<Check> atRest = CHECKS.stream().map(this::check);
        Stream<Check> afterLoad =
                LoadChecks.of(patrol).stream().map(check -> Check.at(Moment.AFTER_LOAD, check(check)));
        return Stream.concat(atRest, afterLoad).toList();
    }

    private Check check(AuthCheck check) {
        return Check.of(check.card(), claim -> run(check, claim));
    }

    @Override
    public List<Escort> escorts() {
        return patrol.escorts();
    }

    @Override
    public void beforeLoad() throws InterruptedException {
        patrol.prepare();
    }

    @Override
    public List<Operation> operations() {
        return AuthOperations.of(bench);
    }

    @Override
    public void close() {
        bench.close();
    }

    private Finding run(AuthCheck check, Claim claim) throws InterruptedException {
        String identity = bench.settings().identity();
        if (bench.identity(identity) == null) {
            return Finding.error(claim, "probes.auth.identity: the contract has no identity '" + identity + "'");
        }
        if (bench.routes().isEmpty()) {
            return Finding.skipped(
                    claim,
                    "not in the contract: an operation with identity '" + identity
                            + "' and expect.none, i.e. a protected route");
        }
        try {
            return check.run(bench, claim);
        } catch (CredentialRefused refused) {
            return Bench.without(refused, claim);
        }
    }
}
