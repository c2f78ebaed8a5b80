package dev.seaworthy.kernel;

/**
 * An act that rides along with every load, whatever its shape: whenever the load has sent off so many turns that
 * {@link #share} of them makes one, a turn of the escort starts on the same event loop with the same intended instant. It
 * is measured as an operation of its own, and enters no figure of the load that it rides with.
 */
public interface Escort {
    /** As {@link Operation#name()}; unique over all probes. */
    String name();

    /** Turns of the escort for each turn of the load; above 0, at most 1. */
    double share();

    /** Whether it has what it needs; asked once, after {@link Probe#beforeLoad}. One that is not ready stays behind. */
    boolean isReady();

    /**
     * Begins one turn; as {@link Operation#start}. Callable on any event loop, on several at once.
     *
     * @param step the step of load to which the turn's intended instant belongs
     */
    void ride(Turn turn, LoadStep step);
}
