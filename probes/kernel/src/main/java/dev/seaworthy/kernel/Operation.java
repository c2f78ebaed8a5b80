package dev.seaworthy.kernel;

/**
 * A named kind of exchange measured under load, e.g. {@code auth.refresh} or {@code ws.echo}.
 *
 * <p>{@link #start} is called on the virtual user's event loop and must not block. It completes its turn exactly once,
 * on any thread, whatever happens; what it cannot do it completes with an {@link Outcome}, it never throws on purpose.
 */
public interface Operation {
    /** Lower case, dotted; letters, digits, dots and dashes only, so that every log format can carry it. */
    String name();

    /** Begins the act. */
    void start(Turn turn);
}
