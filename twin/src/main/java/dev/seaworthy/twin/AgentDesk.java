package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Discovery and execution of agents over HTTP. */
final class AgentDesk {
    private final TwinSettings settings;
    private final Agents agents;
    private final Clock clock;

    AgentDesk(TwinSettings settings, Agents agents, Clock clock) {
        this.settings = settings;
        this.agents = agents;
        this.clock = clock;
    }

    void addTo(Router router) {
        router.guarded("GET", "/api/agents", Limiter.Policy.GENERAL, this::discover);
        router.openLimited("GET", "/api/discovery/services", Limiter.Policy.GENERAL, this::services);
        router.guarded("GET", "/api/admin/users", Limiter.Policy.GENERAL, this::users);
        router.guarded("POST", "/api/agents/execute", Limiter.Policy.EXECUTE, this::execute);
    }

    private Answer discover(Request request) {
        return Answer.ok(Json.object("agents", settings.has(Fault.DISCOVERY_EMPTY) ? List.of() : agents.list()));
    }

    private Answer services(Request request) {
        String host = request.call().local();
        Map<String, Object> services = Json.object(
                "backend", Json.object("url", "http://" + host, "health", "/health/ready"),
                "auth", Json.object("url", "http://" + host + "/auth"),
                "websocket",
                        Json.object("url", "ws://" + host + "/ws", "subprotocols", List.of(Handshake.SUBPROTOCOL)));
        return Answer.ok(Json.object(
                "services",
                settings.has(Fault.DISCOVERY_EMPTY) ? Map.of() : services,
                "timestamp",
                clock.instant().toString()));
    }

    /** For administrators, of whom there are none among the accounts. */
    private Answer users(Request request) {
        if (!settings.has(Fault.ADMIN_OPEN)) {
            throw Refusal.of(403, "forbidden", "this operation is for administrators");
        }
        return Answer.ok(Json.object("users", settings.accounts().keySet()));
    }

    private Answer execute(Request request) {
        try {
            JsonNode body = request.call().json();
            String name = Call.text(body, "agent");
            Agents.Result result = agents.execute(
                    name, Call.text(body, "message"), body.path("nonce").asText(""));
            return Answer.ok(Json.object(
                    "status",
                    "success",
                    "agent",
                    name,
                    "response",
                    result.response(),
                    "execution_time_ms",
                    result.millis()));
        } catch (Refusal refusal) {
            if (!settings.has(Fault.FAILURES_AS_200)) {
                throw refusal;
            }
            return Answer.ok(Json.object("status", "error", "message", String.valueOf(refusal.getMessage())));
        }
    }
}
