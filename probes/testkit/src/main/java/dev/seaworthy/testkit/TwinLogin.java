package dev.seaworthy.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Logs in to the twin by hand, for the tests of probes that may not know the auth probe. Where a
 * {@link dev.seaworthy.config.CredentialsFactory} is on the class path, that one is used instead.
 */
final class TwinLogin implements Credentials {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Wire wire;
    private final URI login;
    private final List<Identity.Account> accounts;
    private final SecretVault vault;

    TwinLogin(Wire wire, Environment environment, SecretVault vault) {
        if (!(environment.identities().get(TwinContract.USER) instanceof Identity.Login user)) {
            throw new IllegalStateException("the twin's contract has no identity 'user' that logs in");
        }
        this.wire = wire;
        this.login = environment.targets().auth().resolve("/auth/login");
        this.accounts = user.accounts();
        this.vault = vault;
    }

    @Override
    public List<String> identities() {
        return List.of(TwinContract.USER);
    }

    @Override
    public int accounts(String identity) {
        return accounts.size();
    }

    @Override
    public CompletableFuture<Credential> obtain(String identity, long account) {
        Identity.Account chosen = accounts.get((int) Math.floorMod(account, (long) accounts.size()));
        String body = JSON.createObjectNode()
                .put("email", chosen.user())
                .put("password", chosen.password().reveal())
                .toString();
        return wire.send(HttpRequest.of("POST", login).json(body)).thenCompose(answer -> read(chosen.user(), answer));
    }

    private CompletableFuture<Credential> read(String user, HttpAnswer answer) {
        if (!answer.is(200)) {
            return refused(
                    "the twin did not log " + user + " in: " + answer.exchange().summary(), answer);
        }
        try {
            JsonNode body = JSON.readTree(answer.body());
            return CompletableFuture.completedFuture(new Credential(
                    TwinContract.USER,
                    user,
                    Credential.Origin.LOGIN,
                    vault.keep(body.path("access_token").asText()),
                    Optional.of(vault.keep(body.path("refresh_token").asText())),
                    Optional.of(
                            Instant.now().plusSeconds(body.path("expires_in").asLong())),
                    List.of(answer.exchange())));
        } catch (IOException e) {
            return refused("the twin's login answer is not JSON", answer);
        }
    }

    private static CompletableFuture<Credential> refused(String message, HttpAnswer answer) {
        return CompletableFuture.failedFuture(new CredentialRefused(message, List.of(answer.exchange())));
    }
}
