package dev.seaworthy.readiness;

import java.util.function.DoubleFunction;

/** What can be wrong with an injector in one second, what shows most first, and how to say it with the worst figure. */
enum Symptom {
    LAG(worst -> "p99 of injector lag up to " + Figures.seconds(worst)),
    CANARY(worst -> "a request to the instrument's own echo took up to " + Figures.seconds(worst)),
    CANARY_LOST(worst -> "no request to the instrument's own echo was answered"),
    LOOP_LAG(worst -> "an event loop kept a task waiting for up to " + Figures.seconds(worst)),
    HICCUP(worst -> "a thread that wanted to run was kept from it for up to " + Figures.seconds(worst)),
    LOOP_BUSY(worst -> "the busiest event loop was up to " + Figures.share(worst) + " busy"),
    CORE_BUSY(worst -> "the busiest core was up to " + Figures.share(worst) + " busy"),
    STEAL(worst -> "the hypervisor took up to " + Figures.share(worst) + " of the processors"),
    THROTTLED(worst -> "the control group was throttled for up to " + Figures.share(worst) + " of the time"),
    GC(worst -> "garbage collection paused for up to " + Figures.share(worst) + " of the time"),
    DESCRIPTORS(worst -> "up to " + Figures.share(worst) + " of the file descriptors were in use"),
    BOOKS(worst -> "up to " + Figures.many(Math.round(worst), "turn is", "turns are") + " missing from the books");

    private final DoubleFunction<String> words;

    Symptom(DoubleFunction<String> words) {
        this.words = words;
    }

    /** A phrase with the worst figure that was seen, in seconds, as a share, or as a count. */
    String say(double worst) {
        return words.apply(worst);
    }
}
