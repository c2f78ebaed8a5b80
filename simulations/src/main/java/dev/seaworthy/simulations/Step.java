package dev.seaworthy.simulations;

/** One step in a user's flow, free of Gatling. */
@FunctionalInterface
interface Step {
    /** Called on the user's event loop; must not block, and sees to it that {@code onward} is called in the end. */
    void take(ActiveUser user, Onward onward);
}
