package dev.seaworthy.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TwinHttpTest {
    private static Twin twin;
    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        twin = Twin.start(TwinSettings.defaults());
        client = new Client(twin);
    }

    @AfterAll
    static void stop() {
        twin.close();
    }

    @Test
    void health_names_service_version_and_build() throws Exception {
        Client.Reply reply = client.get("/health");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("/status")).isEqualTo("healthy");
        assertThat(reply.text("/service")).isEqualTo("harbour");
        assertThat(reply.text("/build"))
                .isNotEmpty()
                .isEqualTo(client.get("/health").text("/build"));
        assertThat(client.get("/health/live").text("/status")).isEqualTo("alive");
    }

    @Test
    void readiness_exercises_three_dependencies_anew_for_every_request() throws Exception {
        Set<String> times = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            Client.Reply reply = client.get("/health/ready");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text("/status")).isEqualTo("ready");
            for (String name : List.of("sql", "cache", "analytics")) {
                assertThat(reply.text("/checks/" + name + "/status")).isEqualTo("healthy");
                assertThat(reply.at("/checks/" + name + "/connected").asBoolean())
                        .isTrue();
                assertThat(reply.at("/checks/" + name + "/response_time_ms").isNumber())
                        .isTrue();
            }
            times.add(reply.text("/checks/sql/checked_at"));
        }
        assertThat(times).hasSize(5);
    }

    @Test
    void threads_and_messages_are_kept_for_each_user_apart() throws Exception {
        String ada = client.token(Client.ADA);
        String grace = client.token(Client.GRACE);
        Client.Reply made = client.post("/api/threads", ada, Map.of("title", "tides"));
        assertThat(made.status()).isEqualTo(201);
        String path = made.header("Location");
        assertThat(client.post(path + "/messages", ada, Map.of("content", "high at noon"))
                        .status())
                .isEqualTo(201);
        assertThat(client.get(path + "/messages", ada).text("/messages/0/content"))
                .isEqualTo("high at noon");
        assertThat(client.get(path, ada).at("/message_count").asInt()).isEqualTo(1);
        assertThat(client.get("/api/search?q=noon", ada).text("/results/0/content"))
                .isEqualTo("high at noon");
        assertThat(client.get(path, grace).status()).isEqualTo(404);
        assertThat(client.get(path + "/messages", grace).status()).isEqualTo(404);
        assertThat(client.post(path + "/messages", grace, Map.of("content", "mine"))
                        .status())
                .isEqualTo(404);
        assertThat(client.get("/api/threads", grace).at("/total").asInt()).isZero();
        assertThat(client.get("/api/search?q=noon", grace).at("/results")).isEmpty();
    }

    @Test
    void agents_compute_and_return_the_nonce() throws Exception {
        String token = client.token(Client.ADA);
        Client.Reply listed = client.get("/api/agents", token);
        assertThat(listed.at("/agents/0/name").asText()).isEqualTo("reverse");
        Client.Reply reply = client.post(
                "/api/agents/execute", token, Map.of("agent", "reverse", "message", "a b c", "nonce", "n-17"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("/status")).isEqualTo("success");
        assertThat(reply.text("/response")).isEqualTo("c b a #n-17");
        assertThat(client.post("/api/agents/execute", token, Map.of("agent", "sum", "message", "2 and 40"))
                        .text("/response"))
                .isEqualTo("the sum is 42");
        assertThat(client.post("/api/agents/execute", token, Map.of("agent", "count", "message", "ab cd"))
                        .text("/response"))
                .isEqualTo("2 words, 4 characters");
    }

    @Test
    void agent_failures_are_error_statuses() throws Exception {
        String token = client.token(Client.ADA);
        assertThat(client.post("/api/agents/execute", token, Map.of("agent", "nobody", "message", "x"))
                        .status())
                .isEqualTo(404);
        assertThat(client.post("/api/agents/execute", token, Map.of("agent", "sum"))
                        .status())
                .isEqualTo(422);
        assertThat(client.post("/api/agents/execute", token, Map.of("agent", "sum", "message", "1 ".repeat(5_000)))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void unknown_routes_methods_and_bodies_are_told_apart() throws Exception {
        assertThat(client.get("/nowhere").status()).isEqualTo(404);
        assertThat(client.get("/nowhere").text("/error/code")).isEqualTo("not_found");
        assertThat(client.get("/api/search/").status()).isEqualTo(404);
        Client.Reply wrong = client.send("DELETE", "/health", "");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(client.send("POST", "/auth/login", "{").status()).isEqualTo(400);
        assertThat(client.send("POST", "/auth/login", "").status()).isEqualTo(400);
        assertThat(client.send("POST", "/auth/login", "[]").status()).isEqualTo(422);
        assertThat(client.send("POST", "/auth/login", "{}").status()).isEqualTo(422);
        assertThat(client.send("POST", "/auth/login", "x".repeat(70_000)).status())
                .isEqualTo(413);
    }

    @Test
    void a_head_has_the_length_of_the_body_that_it_leaves_out() throws Exception {
        Client.Reply reply = client.send("HEAD", "/health", "");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(Integer.parseInt(reply.header("Content-Length"))).isPositive();
        assertThat(reply.response().body()).isEmpty();
        assertThat(client.send("OPTIONS", "/health", "").header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void only_listed_origins_are_allowed() throws Exception {
        Client.Reply ours = client.send("GET", "/health", "", "Origin", "https://app.twin.test");
        assertThat(ours.header("Access-Control-Allow-Origin")).isEqualTo("https://app.twin.test");
        Client.Reply foreign = client.send("GET", "/health", "", "Origin", "https://app.twin.test.evil.test");
        assertThat(foreign.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(foreign.header("Vary")).isEqualTo("Origin");
        Client.Reply preflight = client.send(
                "OPTIONS",
                "/api/threads",
                "",
                "Origin",
                "https://app.twin.test",
                "Access-Control-Request-Method",
                "POST");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("POST");
        Client.Reply refused = client.send(
                "OPTIONS", "/api/threads", "", "Origin", "https://evil.test", "Access-Control-Request-Method", "POST");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void search_refuses_past_its_burst_and_says_when_to_return() throws Exception {
        String token = client.token("linus@twin.test");
        int refusals = 0;
        for (int i = 0; i < 60; i++) {
            Client.Reply reply = client.get("/api/search?q=x", token);
            assertThat(reply.header("X-RateLimit-Limit")).isEqualTo("20");
            if (i == 0) {
                assertThat(reply.header("X-RateLimit-Remaining")).isEqualTo("19");
            }
            if (reply.status() == 429) {
                refusals++;
                assertThat(reply.header("Retry-After")).isEqualTo("1");
                assertThat(reply.header("X-RateLimit-Remaining")).isEqualTo("0");
            }
        }
        assertThat(refusals).isPositive();
        assertThat(client.get("/api/search?q=x", client.token("barbara@twin.test"))
                        .status())
                .as("another user's bucket is full")
                .isEqualTo(200);
        assertThat(client.get("/api/threads", token).status())
                .as("another route's bucket is full")
                .isEqualTo(200);
    }

    @Test
    void discovery_names_the_twins_own_addresses() throws Exception {
        Client.Reply reply = client.get("/api/discovery/services");
        assertThat(reply.text("/services/websocket/url"))
                .isEqualTo(twin.webSocket().toString());
        assertThat(reply.text("/services/backend/url")).isEqualTo(twin.http().toString());
    }

    @Test
    void bytes_that_are_not_http_are_answered_400() throws Exception {
        try (Socket socket = new Socket(twin)) {
            socket.write("GET / HTTP/9.x y\r\n\r\n");
            assertThat(socket.head().status()).isEqualTo(400);
        }
        try (Socket socket = new Socket(twin)) {
            socket.write("GET /health HTTP/1.1\r\n\r\n");
            assertThat(socket.head().status()).isEqualTo(400);
        }
        try (Socket socket = new Socket(twin)) {
            socket.write("GET /health HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
            assertThat(socket.head().status()).isEqualTo(431);
        }
    }
}
