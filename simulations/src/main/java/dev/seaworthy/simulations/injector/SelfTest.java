package dev.seaworthy.simulations.injector;

import org.jspecify.annotations.Nullable;

/**
 * How the instrument measures itself beside a load.
 *
 * @param stack how its echo is spoken to
 * @param calibration what is asked of it before the load, or null for nothing
 * @param canaryPerSecond requests to the echo during the load, above 0
 */
public record SelfTest(EchoStack stack, @Nullable CalibrationPlan calibration, double canaryPerSecond) {
    /** How many may be under way at once: those of a quarter of a second, in which the echo must have answered. */
    private static final double UNDER_WAY_SECONDS = 0.25;

    private static final int FEWEST_USERS = 64;

    /** Each may hold a connection, and both of its ends are in this process. */
    private static final int MOST_USERS = 512;

    /** The users that the calibration takes. */
    public int users() {
        return calibration == null
                ? 0
                : (int) Math.min(
                        MOST_USERS,
                        Math.max(FEWEST_USERS, Math.ceil(calibration.highestPerSecond() * UNDER_WAY_SECONDS)));
    }
}
