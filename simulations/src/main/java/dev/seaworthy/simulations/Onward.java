package dev.seaworthy.simulations;

/** Continues the user's flow after a step. The first call counts, on whatever thread it comes; others do nothing. */
@FunctionalInterface
interface Onward {
    /**
     * Goes on with the next step.
     *
     * @param succeeded false marks the user as failed, which Gatling's own conditions see
     */
    void proceed(boolean succeeded);
}
