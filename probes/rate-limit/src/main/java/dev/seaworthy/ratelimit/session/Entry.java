package dev.seaworthy.ratelimit.session;

/**
 * One request in the journal of a session.
 *
 * @param stage what it was sent for
 * @param label which step of the stage it belongs to, or empty
 * @param round what was sent to be judged together, counted from 0; does not decrease
 * @param volley which requests were sent at once, counted from 0
 * @param variation the name of the {@link Variation}
 * @param answer what came back
 */
public record Entry(Stage stage, String label, int round, int volley, String variation, Answer answer) {
    /** Whether it was the request whose limit is studied. */
    public boolean isControl() {
        return variation.equals(Variation.CONTROL.name());
    }
}
