package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** A client of one twin, on the JDK's HTTP client. */
final class Client {
    static final String ADA = "ada@twin.test";
    static final String GRACE = "grace@twin.test";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Twin twin;

    Client(Twin twin) {
        this.twin = twin;
    }

    static HttpClient http() {
        return HTTP;
    }

    Reply send(String method, String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(twin.http() + path))
                .timeout(Duration.ofSeconds(10))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Reply(response);
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    Reply get(String path, String token) throws IOException, InterruptedException {
        return send("GET", path, "", "Authorization", "Bearer " + token);
    }

    Reply post(String path, String token, Map<String, ?> body) throws IOException, InterruptedException {
        return token.isEmpty()
                ? send("POST", path, Json.text(body))
                : send("POST", path, Json.text(body), "Authorization", "Bearer " + token);
    }

    Reply login(String email) throws IOException, InterruptedException {
        String password = twin.settings().accounts().get(email);
        return post("/auth/login", "", Map.of("email", email, "password", password));
    }

    String token(String email) throws IOException, InterruptedException {
        return login(email).text("/access_token");
    }

    /** What came back. */
    record Reply(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() throws IOException {
            return Json.read(response.body());
        }

        JsonNode at(String pointer) throws IOException {
            return json().at(pointer);
        }

        String text(String pointer) throws IOException {
            return at(pointer).asText();
        }

        @Override
        public String toString() {
            return response + " " + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
