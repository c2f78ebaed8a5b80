package dev.seaworthy.ratelimit.model;

/**
 * A limiter on its way through observed outcomes. Times are seconds on any monotonic scale. Not thread-safe.
 *
 * <p>The state follows what was <em>observed</em>, also where it would have decided otherwise, so that one outcome at the
 * edge of a window does not derail all that follow. While nothing is sent, a limiter only ever becomes more permissive:
 * {@link #admits} never turns from true to false with a later time, and the tolerances below rest on that.
 */
public interface LimiterState {
    /** Whether a request that is decided at {@code t} would be admitted. */
    boolean admits(double t);

    /**
     * Takes in an outcome.
     *
     * @param t when it was decided
     * @param e how far off {@code t} may be, seconds
     */
    void observe(double t, double e, boolean admitted);

    /** An independent copy. */
    LimiterState copy();

    /** Whether an admission at {@code t}, give or take {@code e}, agrees with this limiter. */
    default boolean mayAdmit(double t, double e) {
        return admits(t + e);
    }

    /** Whether a refusal at {@code t}, give or take {@code e}, agrees with this limiter. */
    default boolean mayRefuse(double t, double e) {
        return !admits(t - e);
    }

    /** Whether this outcome agrees with this limiter. */
    default boolean explains(double t, double e, boolean admitted) {
        return admitted ? mayAdmit(t, e) : mayRefuse(t, e);
    }

    /** Decides by itself and goes on from there. */
    default boolean decide(double t) {
        boolean admitted = admits(t);
        observe(t, 0, admitted);
        return admitted;
    }
}
