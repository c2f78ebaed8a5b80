package dev.seaworthy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A Keycloak on loopback with one realm; started and stopped by the test. */
final class Keycloak implements AutoCloseable {
    private static final String PASSWORD = IdentityProviderCheck.PASSWORD;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 240;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String base;

    private Keycloak(Process process, int port) {
        this.process = process;
        this.base = "http://127.0.0.1:" + port;
    }

    /**
     * Starts one.
     *
     * @param home where the distribution was unpacked
     * @param log where its output goes
     */
    static Keycloak start(Path home, int port, Path log) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                "bash",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--http-host=127.0.0.1",
                "--http-port=" + port);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms128m -Xmx768m");
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        Keycloak keycloak = new Keycloak(builder.start(), port);
        try {
            keycloak.awaitAnswer(log);
            return keycloak;
        } catch (IOException | InterruptedException | RuntimeException e) {
            keycloak.close();
            throw e;
        }
    }

    /** Makes a realm. */
    void realm(String description) throws Exception {
        HttpResponse<String> answer = http.send(
                admin("/admin/realms")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(description))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("no realm: " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Every user of the realm with all that the server says of it, by name, in one text. */
    TreeMap<String, String> users() throws Exception {
        TreeMap<String, String> users = new TreeMap<>();
        for (JsonNode user : get("/admin/realms/harbour/users?briefRepresentation=false")) {
            String id = user.get("id").asText();
            String credentials =
                    get("/admin/realms/harbour/users/" + id + "/credentials").toString();
            users.put(user.get("username").asText(), user + credentials);
        }
        return users;
    }

    /** What is known of failed logins of a user, {@code disabled} among it. */
    JsonNode lock(String name) throws Exception {
        return get("/admin/realms/harbour/attack-detection/brute-force/users/" + id(name));
    }

    /** How many sessions a user has. */
    int sessions(String name) throws Exception {
        return get("/admin/realms/harbour/users/" + id(name) + "/sessions").size();
    }

    private String id(String name) throws Exception {
        return get("/admin/realms/harbour/users?exact=true&username=" + name)
                .get(0)
                .get("id")
                .asText();
    }

    private JsonNode get(String path) throws Exception {
        return JSON.readTree(http.send(admin(path).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private HttpRequest.Builder admin(String path) throws Exception {
        String form = "grant_type=password&client_id=admin-cli&username=admin&password=" + PASSWORD;
        HttpRequest login = HttpRequest.newBuilder(URI.create(base + "/realms/master/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        String token = JSON.readTree(
                        http.send(login, HttpResponse.BodyHandlers.ofString()).body())
                .get("access_token")
                .asText();
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + token);
    }

    private void awaitAnswer(Path log) throws IOException, InterruptedException {
        HttpRequest probe =
                HttpRequest.newBuilder(URI.create(base + "/realms/master")).build();
        for (int second = 0; second < PATIENCE_SECONDS; second++) {
            try {
                if (http.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("Keycloak ended: " + Files.readString(log), e);
                }
            }
            process.waitFor(1, TimeUnit.SECONDS);
        }
        throw new IllegalStateException("Keycloak does not answer: " + Files.readString(log));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
