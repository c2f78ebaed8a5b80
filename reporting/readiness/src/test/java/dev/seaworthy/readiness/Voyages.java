package dev.seaworthy.readiness;

import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.recording.RecordedRun.CrossCheck;
import dev.seaworthy.recording.RunManifest.PlannedJourney;
import dev.seaworthy.recording.RunManifest.PlannedObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whole runs as a small staging would give them. */
final class Voyages {
    private Voyages() {}

    static Fixture healthy() {
        Fixture fixture = new Fixture();
        checks(fixture, true);
        load(fixture);
        return fixture;
    }

    /** Negotiation of the subprotocol is broken, and sockets open without a credential. */
    static Fixture broken() {
        Fixture fixture = new Fixture();
        checks(fixture, false);
        load(fixture);
        return fixture;
    }

    /** As {@link #broken}, before any load. */
    static Fixture brokenWithoutLoad() {
        Fixture fixture = new Fixture();
        checks(fixture, false);
        return fixture;
    }

    private static void load(Fixture f) {
        f.load("baseline", "http.profile", 100, 12, 4.2, 0);
        f.load("baseline", "auth.login", 50, 12, 21, 0.005);
        f.load("soak", "ws.connect", 8, 15, 3.1, 0);
        f.load("soak", "ws.echo", 80, 15, 0.8, 0);
        f.objectives.add(new PlannedObjective("http.profile", null, 0.99, 0.2, 0.01));
        f.objectives.add(new PlannedObjective("ws.echo", null, 0.99, 0.05, 0.01));
        f.crossChecks.add(new CrossCheck("http.profile", "count", 1200, 1200, 12));
        f.crossChecks.add(new CrossCheck("http.profile", "p50Seconds", 0.00431, 0.0045, 0.001));
        f.crossChecks.add(new CrossCheck("http.profile", "p99Seconds", 0.0151, 0.0163, 0.005));
        f.journeys.add(new PlannedJourney(
                "A customer asks, and an agent answers",
                List.of("auth.login.succeeds", "ws.subprotocol.selected", "ws.events.complete", "http.profile"),
                "12 000 EUR a month"));
        f.journeys.add(
                new PlannedJourney("A customer reads a profile", List.of("auth.login.succeeds", "http.profile"), null));
    }

    private static void checks(Fixture f, boolean healthy) {
        f.areas.put("health", "Is it up, and what does it depend on");
        f.areas.put("auth", "Who may come in");
        f.areas.put("rate-limit", "Does a limit do what it says");
        f.areas.put("websocket", "Do sockets open, live and tell apart");
        f.areas.put("agents", "Do agents do their work");
        pass(
                f,
                "health.live",
                Severity.CRITICAL,
                "The service says that it lives",
                "GET /health answered 200 three times");
        pass(
                f,
                "health.dependencies.up",
                Severity.HIGH,
                "Every dependency is up",
                "postgres, redis and clickhouse are connected");
        pass(
                f,
                "auth.login.succeeds",
                Severity.CRITICAL,
                "A test user can log in",
                "POST /auth/login answered 200 with a token");
        pass(
                f,
                "auth.token.absent-refused",
                Severity.CRITICAL,
                "A request without a token is refused",
                "401 without, 200 with a token before and after");
        pass(
                f,
                "auth.token.expired-refused",
                Severity.CRITICAL,
                "An expired token is refused",
                "401 with expired, 200 with fresh before and after");
        pass(
                f,
                "auth.token.tampered-refused",
                Severity.CRITICAL,
                "A token with a changed payload is refused",
                "401 in 12 of 12 mutations; false accepts below 25 % at 95 %");
        f.plan("auth.logout.revokes", Severity.HIGH, "After logout the token is dead")
                .finding(
                        "auth.logout.revokes",
                        Verdict.SKIPPED,
                        "not in the contract: auth.logout names no request",
                        Map.of());
        f.plan("rate-limit.api.enforced", Severity.HIGH, "The limiter of /api refuses at its declared limit")
                .finding(
                        "rate-limit.api.enforced",
                        Verdict.PASS,
                        "limit 100 in 60 s confirmed: request 101 was refused with 429, and service resumed after 60 s",
                        Map.of(
                                "declared", "100 / 60 s",
                                "observed", "100 / 60 s",
                                "algorithm", "fixed window",
                                "refusedWith", 429,
                                "retryAfter", "honest within 1 s",
                                "scope", "per token"));
        f.plan("rate-limit.headers.truthful", Severity.MEDIUM, "The RateLimit headers tell the truth")
                .finding(
                        "rate-limit.headers.truthful",
                        Verdict.UNPROVEN,
                        "no RateLimit header was sent in 101 answers",
                        Map.of("headers", List.of("Retry-After")));
        sockets(f, healthy);
        pass(
                f,
                "agents.discovery.lists",
                Severity.MEDIUM,
                "Discovery lists the agents that the contract names",
                "2 of 2 agents are listed");
        pass(
                f,
                "agents.execution.echoes-nonce",
                Severity.CRITICAL,
                "An execution works on what it was given",
                "nonce came back in 3 of 3 executions");
    }

    private static void pass(Fixture f, String id, Severity severity, String sentence, String reason) {
        f.plan(id, severity, sentence).finding(id, Verdict.PASS, reason, Map.of());
    }

    private static void sockets(Fixture f, boolean healthy) {
        String request =
                "GET /ws HTTP/1.1\r\nHost: staging.example.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Protocol: jwt.secret:5f21bd03, chat.v1\r\n\r\n";
        String good = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat.v1\r\n\r\n";
        String bad = good.replace("Protocol: chat.v1", "Protocol: jwt.secret:5f21bd03");
        f.plan("ws.subprotocol.selected", Severity.HIGH, "The server selects the subprotocol chat.v1, and only that")
                .finding(
                        "ws.subprotocol.selected",
                        healthy ? Verdict.PASS : Verdict.FAIL,
                        healthy
                                ? "chat.v1 was selected in 3 of 3 handshakes"
                                : "the server answered with the offered credential instead of chat.v1",
                        healthy
                                ? Map.of()
                                : Map.of(
                                        "inference", "the server echoes the first offered subprotocol",
                                        "confidence", "high: three offers in three orders gave the first each time",
                                        "experiment", "offer chat.v1 first: if it is selected, the echo is confirmed",
                                        "clientsThatFail",
                                                List.of(
                                                        "Chromium",
                                                        "Firefox",
                                                        "Java HttpClient",
                                                        "websockets 15 (Python)"),
                                        "clientsThatOpen", List.of("ws (Node)", "gorilla (Go)")),
                        handshakes(f, request, healthy ? good : bad, "chat"));
        String anonymous = request.replace("jwt.secret:5f21bd03, ", "");
        f.plan("ws.credential.required", Severity.CRITICAL, "A socket without a credential is refused")
                .finding(
                        "ws.credential.required",
                        healthy ? Verdict.PASS : Verdict.FAIL,
                        healthy
                                ? "refused with 401 without, opened with a token before and after"
                                : "opened without any credential, and echoed a message",
                        Map.of(),
                        handshakes(
                                f,
                                anonymous,
                                healthy ? "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n" : good,
                                "anonymous"));
        f.plan("ws.events.complete", Severity.HIGH, "A run sends its five events in order")
                .finding(
                        "ws.events.complete",
                        healthy ? Verdict.PASS : Verdict.UNPROVEN,
                        healthy
                                ? "five of five events in order in 3 of 3 runs"
                                : "no socket with chat.v1 could be opened to watch a run",
                        Map.of());
        f.plan("ws.concurrent.held", Severity.HIGH, "50 sockets stay open for 60 s")
                .finding(
                        "ws.concurrent.held",
                        Verdict.PASS,
                        "50 of 50 sockets were alive after 60 s",
                        Map.of("planned", 50, "opened", 50, "alive", 50, "closesByCode", Map.of("1000", 50)));
    }

    private static List<String> handshakes(Fixture f, String request, String answer, String what) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String status = answer.substring(9, 12);
            ids.add(f.keep(f.exchange(
                    Exchange.Kind.HANDSHAKE,
                    status.equals("101") ? Outcome.OK : Outcome.REJECTED,
                    "Handshake /ws (" + what + " " + (i + 1) + ") -> " + status + " in 1.24 ms",
                    request,
                    answer)));
        }
        return ids;
    }
}
