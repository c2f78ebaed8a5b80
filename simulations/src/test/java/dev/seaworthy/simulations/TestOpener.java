package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens an environment of one operation, which every second user finds broken. */
public final class TestOpener implements LoadContextOpener {
    static final MemorySink SINK = new MemorySink();
    static final AtomicInteger CLOSED = new AtomicInteger();
    static final AtomicInteger LEFT = new AtomicInteger();

    /** Called by {@link java.util.ServiceLoader}. */
    public TestOpener() {}

    @Override
    public Opened open(Path environment) {
        TestOperation echo = new TestOperation("ws.echo", (turn, self) -> {
            turn.user().onLeave(LEFT::incrementAndGet);
            self.end(turn, turn.user().number() % 2 == 0 ? Outcome.OK : Outcome.WRONG_ANSWER);
        });
        LoadPlan plan = new LoadPlan(
                List.of(),
                OperationCatalog.of(List.of(echo)),
                new LoadPlan.Limits(Duration.ofSeconds(1), 100, 1000),
                0,
                LoadPlan.Engine.standard());
        return new Opened(plan, SINK, CLOSED::incrementAndGet);
    }
}
