package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.ChannelHandlerContext;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An agent run over WebSocket: five events in order, a few milliseconds apart. Stateless and thread-safe. */
final class AgentFlow {
    private static final long STEP_MILLIS = 3;
    private static final String DEFAULT_AGENT = "reverse";

    private final TwinSettings settings;
    private final Agents agents;
    private final Clock clock;

    AgentFlow(TwinSettings settings, Agents agents, Clock clock) {
        this.settings = settings;
        this.agents = agents;
        this.clock = clock;
    }

    /**
     * Begins a run. The first event is sent at once, the others by the event loop's timer.
     *
     * @throws Refusal if the request lacks a field or names no agent; nothing is sent then
     */
    void start(ChannelHandlerContext ctx, User user, JsonNode request, Consumer<Object> sink) {
        Run run = new Run(
                Call.text(request, "run_id"),
                user,
                request.path("agent").asText(DEFAULT_AGENT),
                Call.text(request, "message"),
                request.path("nonce").asText(""));
        agents.require(run.agent, run.message);
        sink.accept(event("agent_started", run, 1, Json.object("agent", run.agent)));
        later(
                ctx,
                1,
                () -> sink.accept(event(
                        "agent_thinking",
                        run,
                        2,
                        Json.object("words", Agents.words(run.message).size()))));
        later(ctx, 2, () -> useTool(ctx, run, sink));
    }

    private void useTool(ChannelHandlerContext ctx, Run run, Consumer<Object> sink) {
        sink.accept(event("tool_executing", run, 3, Json.object("tool", run.agent)));
        if (settings.has(Fault.EVENT_FOREIGN)) {
            sink.accept(foreign(run));
        }
        Agents.Result result = agents.execute(run.agent, run.message, run.nonce);
        later(ctx, 1, () -> {
            if (!settings.has(Fault.EVENT_MISSING)) {
                sink.accept(event(
                        "tool_completed",
                        run,
                        4,
                        Json.object("tool", run.agent, "execution_time_ms", result.millis())));
            }
        });
        later(
                ctx,
                2,
                () -> sink.accept(event(
                        "agent_completed",
                        run,
                        5,
                        Json.object(
                                "agent", run.agent,
                                "result", result.response(),
                                "execution_time_ms", result.millis()))));
    }

    /** What another user's run would say at this moment. */
    private Object foreign(Run run) {
        List<String> others = settings.accounts().keySet().stream().toList();
        String name = others.get(others.size() - 1).replaceFirst("@.*", "");
        User other = new User(run.user.id().equals("user-" + name) ? "user-other" : "user-" + name, "");
        Run another = new Run("run-of-" + other.id(), other, run.agent, "", "");
        return event("tool_executing", another, 3, Json.object("tool", run.agent));
    }

    private static void later(ChannelHandlerContext ctx, int steps, Runnable action) {
        var unused = ctx.executor()
                .schedule(
                        () -> {
                            if (ctx.channel().isActive()) {
                                action.run();
                            }
                        },
                        steps * STEP_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private Object event(String type, Run run, int number, Map<String, Object> content) {
        return Json.object(
                "type",
                type,
                "run_id",
                run.id,
                "user",
                run.user.id(),
                "seq",
                number,
                "timestamp",
                clock.instant().toString(),
                "data",
                content);
    }

    private record Run(String id, User user, String agent, String message, String nonce) {}
}
