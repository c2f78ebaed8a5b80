package dev.seaworthy.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.Identity;
import dev.seaworthy.config.Rails;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.config.Targets;
import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.twin.TwinSettings;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contract of the twin, made of the settings that the twin was started with. */
final class TwinContract {
    static final String USER = "user";
    static final String TEST_KEY = "test-key";

    private TwinContract() {}

    static Environment of(Targets targets, TwinSettings twin, SecretVault vault, Map<String, JsonNode> probes) {
        Map<String, Identity> identities = new LinkedHashMap<>();
        identities.put(USER, login(twin, vault));
        identities.put(TEST_KEY, testKey(twin, vault));
        return new Environment(
                "twin",
                "the embedded twin",
                targets,
                identities,
                operations(),
                probes,
                List.of(),
                List.of(),
                List.of(),
                rails(targets));
    }

    private static Identity login(TwinSettings twin, SecretVault vault) {
        List<Identity.Account> accounts = twin.accounts().entrySet().stream()
                .map(entry -> new Identity.Account(entry.getKey(), vault.keep(entry.getValue())))
                .toList();
        return new Identity.Login(
                request(
                        "POST",
                        "/auth/login",
                        "{\"email\": \"{user}\", \"password\": \"{password}\"}",
                        null,
                        Map.of(CredentialClass.VALID, List.of(200))),
                pointer("/access_token"),
                pointer("/refresh_token"),
                pointer("/expires_in"),
                accounts,
                request(
                        "POST",
                        "/auth/refresh",
                        "{\"refresh_token\": \"{refreshToken}\"}",
                        null,
                        Map.of(CredentialClass.VALID, List.of(200))),
                request("POST", "/auth/logout", null, USER, Map.of(CredentialClass.VALID, List.of(200))));
    }

    private static Identity testKey(TwinSettings twin, SecretVault vault) {
        String first = twin.accounts().keySet().iterator().next();
        Secret key = vault.keep(twin.signingKey());
        return new Identity.SigningKey(
                key,
                "HS256",
                Map.of("iss", "twin-auth", "aud", "twin", "type", "access", "sub", first),
                Duration.ofMinutes(5));
    }

    private static Map<String, RequestSpec> operations() {
        Map<CredentialClass, List<Integer>> anybody = Map.of(CredentialClass.VALID, List.of(200));
        Map<CredentialClass, List<Integer>> userOnly = Map.of(
                CredentialClass.VALID, List.of(200),
                CredentialClass.NONE, List.of(401),
                CredentialClass.GARBAGE, List.of(401),
                CredentialClass.EXPIRED, List.of(401),
                CredentialClass.TAMPERED, List.of(401));
        Map<String, RequestSpec> operations = new LinkedHashMap<>();
        operations.put("health", request("GET", "/health", null, null, anybody));
        operations.put("live", request("GET", "/health/live", null, null, anybody));
        operations.put("ready", request("GET", "/health/ready", null, null, anybody));
        operations.put("me", request("GET", "/auth/me", null, USER, userOnly));
        operations.put("profile", request("GET", "/api/profile", null, USER, userOnly));
        operations.put("threads", request("GET", "/api/threads", null, USER, userOnly));
        return operations;
    }

    private static Rails rails(Targets targets) {
        return new Rails(
                AllowList.of(targets.all()), 1_000_000, 10_000, 1_000, Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    private static RequestSpec request(
            String method,
            String path,
            @Nullable String body,
            @Nullable String identity,
            Map<CredentialClass, List<Integer>> expect) {
        String target = path.startsWith("/auth") ? "auth" : "http";
        return new RequestSpec(method, target, path, Map.of(), body, identity, expect);
    }

    private static Identity.Locator pointer(String path) {
        return new Identity.Locator(path, null);
    }

    static Targets targets(URI http) {
        URI webSocket = URI.create("ws" + http.toString().substring("http".length()) + "/ws");
        return new Targets(http, webSocket, http, null);
    }
}
