package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.VirtualUser;
import org.jspecify.annotations.Nullable;

/**
 * A user of one population on its way through the scenario, once for each arrival that it is sent on. Confined to the
 * user's loop.
 */
final class Errand implements TurnEnd {
    private final LoadSession load;
    private final Dispatcher dispatcher;
    private final ActiveUser user;
    private final Onward home;
    private Watch watch = Watch.NONE;
    private long intendedNanos;
    private long firedNanos;
    private int step;

    /** {@code home} is where the user goes when its population is closed. */
    Errand(LoadSession load, Dispatcher dispatcher, ActiveUser user, Onward home) {
        this.load = load;
        this.dispatcher = dispatcher;
        this.user = user;
        this.home = home;
    }

    /** Sends the user on one arrival. */
    void depart(Watch during, long intended) {
        watch = during;
        intendedNanos = intended;
        step = 0;
        user.take(during.steps()[0], intended, this);
    }

    @Override
    public void ended(Clocks clocks, Outcome outcome) {
        if (step == 0) {
            firedNanos = clocks.firedNanos();
        }
        step++;
        if (outcome == Outcome.OK && step < watch.steps().length) {
            // A dependent step could not have been meant to start before the one that it depends on had ended.
            user.take(watch.steps()[step], load.time().nanos(), this);
            return;
        }
        if (watch.steps().length > 1) {
            Clocks whole = new Clocks(
                    intendedNanos, firedNanos, Clocks.NOT_REACHED, Clocks.NOT_REACHED, clocks.completeNanos());
            load.recorder().record(dispatcher.scenario(), whole, outcome);
        }
        dispatcher.back(this);
    }

    @Override
    public void abandoned() {
        dispatcher.back(this);
    }

    VirtualUser user() {
        return user.user();
    }

    void abandon() {
        user.abandon();
    }

    void goHome() {
        home.proceed(true);
    }

    /** The shift that this errand belongs to, or null before the first. */
    @Nullable
    Shift shift() {
        return watch.shift();
    }

    /**
     * A shift as one event loop works it.
     *
     * @param steps the books of the scenario's operations
     */
    record Watch(@Nullable Shift shift, StepBooks[] steps) {
        static final Watch NONE = new Watch(null, new StepBooks[0]);
    }
}
