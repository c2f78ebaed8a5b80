package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import io.gatling.javaapi.core.ChainBuilder;

/**
 * Seaworthy's operations as steps of a Gatling simulation, beside {@code http()} and all else:
 *
 * <pre>{@code
 * scenario("chat").exec(http("home").get("/")).exec(operation("ws.echo"))
 * }</pre>
 *
 * <p>The environment comes from the system property {@code seaworthy.environment}, unless the harness itself runs the
 * simulation. A step is performed on the user's event loop; the session is marked as failed when its outcome is not OK.
 */
public final class Seaworthy {
    private Seaworthy() {}

    /**
     * The step that performs one operation. Its intended start is the moment at which the user comes to it.
     *
     * @throws OperationCatalog.UnknownOperation if the environment offers none of this name
     * @throws IllegalStateException if no environment is given
     */
    public static ChainBuilder operation(String name) {
        LoadSession load = CurrentLoad.require();
        var operation = load.plan().catalog().operation(name);
        return GatlingSeam.chain(name, load, (user, onward) -> {
            StepBooks books = new StepBooks(load, operation);
            user.take(books, load.time().nanos(), new TurnEnd() {
                @Override
                public void ended(Clocks clocks, Outcome outcome) {
                    onward.proceed(outcome == Outcome.OK);
                }

                @Override
                public void abandoned() {
                    onward.proceed(false);
                }
            });
        });
    }
}
