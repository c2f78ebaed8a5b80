package dev.seaworthy.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * When to let a target alone: it is down, or it has begun to turn everything away. Told of every request of the checks as it
 * ends. Thread-safe.
 *
 * <p>While a limit is examined, refusals are what is asked for; then {@link #pause} keeps them from being counted.
 */
public final class StopRules {
    /** Requests in a row without an answer that a run bears. */
    public static final int ERRORS_IN_A_ROW = 30;

    /** How many of the latest requests are looked at. */
    public static final int WINDOW = 100;

    /** The percentage of refusals among them that a run bears. */
    public static final int REFUSED_PERCENT = 95;

    private static final Set<Integer> TURNED_AWAY = Set.of(403, 429);
    private static final Set<Outcome> HOST_ERRORS = Set.of(Outcome.REFUSED, Outcome.TIMEOUT, Outcome.RESET);

    private final Deque<Boolean> latest = new ArrayDeque<>(WINDOW);
    private int refused;
    private int errorsInARow;
    private boolean paused;

    /** Until {@link #resume}, nothing is counted. */
    public synchronized void pause() {
        paused = true;
    }

    /** Counts again, from the beginning. */
    public synchronized void resume() {
        paused = false;
        errorsInARow = 0;
        refused = 0;
        latest.clear();
    }

    /**
     * Takes in how a request ended.
     *
     * @param status 0 if there was no complete answer
     * @return why the run must stop; empty while it need not
     */
    synchronized Optional<String> ended(Outcome outcome, int status) {
        if (paused || outcome == Outcome.NOT_SENT || outcome == Outcome.INSTRUMENT) {
            return Optional.empty();
        }
        errorsInARow = HOST_ERRORS.contains(outcome) ? errorsInARow + 1 : 0;
        boolean turnedAway = TURNED_AWAY.contains(status);
        latest.addLast(turnedAway);
        refused += turnedAway ? 1 : 0;
        if (latest.size() > WINDOW) {
            refused -= latest.removeFirst() ? 1 : 0;
        }
        if (errorsInARow > ERRORS_IN_A_ROW) {
            return Optional.of(errorsInARow + " requests in a row had no answer");
        }
        return latest.size() == WINDOW && refused > REFUSED_PERCENT * WINDOW / 100
                ? Optional.of(refused + " of the last " + WINDOW + " requests were turned away with 403 or 429")
                : Optional.empty();
    }
}
