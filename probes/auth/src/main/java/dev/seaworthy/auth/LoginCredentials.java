package dev.seaworthy.auth;

import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.auth.forge.SigningBench;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Obtains credentials in each of the ways that a contract can describe. Every token goes to the vault. */
final class LoginCredentials implements Credentials, AutoCloseable {
    private final Map<String, Identity> identities;
    private final Reach reach;
    private final Wire wire;
    private final SignIn signIn;

    LoginCredentials(Environment environment, Reach reach) {
        this.identities = environment.identities();
        this.reach = reach;
        this.wire = Wire.open(reach);
        this.signIn = new SignIn(wire, environment.targets(), reach);
    }

    @Override
    public List<String> identities() {
        return List.copyOf(identities.keySet());
    }

    @Override
    public int accounts(String identity) {
        return identities.get(identity) instanceof Identity.Login login
                ? login.accounts().size()
                : 1;
    }

    @Override
    public CompletableFuture<Credential> obtain(String name, long account) {
        Identity identity = identities.get(name);
        if (identity instanceof Identity.Login login) {
            Identity.Account chosen = account(login, account);
            return signIn.login(name, login, chosen.user(), chosen.password())
                    .thenCompose(attempt -> credential("login of " + name + " as " + chosen.user(), attempt));
        }
        if (identity instanceof Identity.ClientCredentials client) {
            return signIn.clientCredentials(name, client)
                    .thenCompose(attempt -> credential("token request of " + name, attempt));
        }
        if (identity instanceof Identity.SigningKey key) {
            return signed(name, key);
        }
        if (identity instanceof Identity.StaticToken fixed) {
            return CompletableFuture.completedFuture(given(name, fixed));
        }
        return CompletableFuture.failedFuture(new CredentialRefused(
                "no identity is called '" + name + "'; the contract has " + identities.keySet(), List.of()));
    }

    @Override
    public void close() {
        wire.close();
    }

    static Identity.Account account(Identity.Login login, long number) {
        return login.accounts()
                .get((int) Math.floorMod(number, (long) login.accounts().size()));
    }

    private static CompletableFuture<Credential> credential(String what, SignIn.Attempt attempt) {
        return attempt.credential()
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.failedFuture(new CredentialRefused(
                        "the " + what + " " + attempt.problem(),
                        List.of(attempt.answer().exchange()))));
    }

    private CompletableFuture<Credential> signed(String name, Identity.SigningKey identity) {
        try {
            Instant now = reach.time().wallClock();
            Instant end = now.plus(identity.lifetime());
            String token = new SigningBench(identity).sign(identity.claims(), now, end);
            return CompletableFuture.completedFuture(credential(
                    name, Credential.Origin.TEST_SIGNING_KEY, reach.vault().keep(token), Optional.of(end)));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(
                    new CredentialRefused("identities." + name + ": " + e.getMessage(), List.of()));
        }
    }

    private Credential given(String name, Identity.StaticToken fixed) {
        Secret token = reach.vault().keep(fixed.token());
        return credential(name, Credential.Origin.STATIC_TOKEN, token, CompactToken.expiry(token.reveal()));
    }

    private static Credential credential(
            String name, Credential.Origin origin, Secret token, Optional<Instant> expiresAt) {
        return new Credential(name, name, origin, token, Optional.empty(), expiresAt, List.of());
    }
}
