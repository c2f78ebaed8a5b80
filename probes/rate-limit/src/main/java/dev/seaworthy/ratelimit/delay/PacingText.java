package dev.seaworthy.ratelimit.delay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.ratelimit.verdict.Numbers;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A pacing in the words and keys of the verdict. */
final class PacingText {
    private static final String DELAYED = "DELAYED";

    private PacingText() {}

    static Section section(Pacing pacing) {
        Section section = new Section();
        ObjectNode delay = section.json().putObject("delay");
        if (pacing instanceof Pacing.Queue queue) {
            queue(queue, delay, section);
        } else if (pacing instanceof Pacing.CycleWait wait) {
            cycleWait(wait, delay, section);
        } else if (pacing instanceof Pacing.Progressive progressive) {
            progressive(progressive, delay, section);
        } else if (pacing instanceof Pacing.ConcurrencyCap cap) {
            delay.put("kind", "CONCURRENCY").put("cap", cap.cap()).put("tried", cap.tried());
            section.line("CAPPED", "concurrency: " + cap.cap() + " at once, more are refused");
        } else if (pacing instanceof Pacing.RateAtOnce rate) {
            delay.put("kind", "NONE").put("rateLimitReachedAtOnce", rate.parallel());
            section.line("Delay", "none; a limit on the rate is reached with " + rate.parallel() + " requests at once");
        } else if (pacing instanceof Pacing.NoneSeen none) {
            none(none, delay, section);
        }
        return section;
    }

    private static void queue(Pacing.Queue queue, ObjectNode delay, Section section) {
        delay.put("kind", "QUEUE")
                .put("perSecond", Numbers.rounded(queue.perSecond()))
                .put("free", queue.free())
                .put("depth", boxed(queue.depth()))
                .put("tried", queue.tried())
                .put("perhapsWork", queue.perhapsWork());
        String beyond = queue.depth().isPresent()
                ? queue.depth().getAsInt() + " wait, more are refused"
                : "none refused with " + queue.tried() + " at once";
        section.line(
                DELAYED,
                "queue: " + Numbers.text(queue.perSecond()) + "/s, " + queue.free() + " at once, " + beyond
                        + (queue.perhapsWork() ? "; or one worker, for an answer takes as long" : ""));
    }

    private static void cycleWait(Pacing.CycleWait wait, ObjectNode delay, Section section) {
        delay.put("kind", "CYCLE_WAIT")
                .put("permits", wait.permits())
                .put("cycleSeconds", boxed(wait.cycleSeconds()))
                .put("admitted", boxed(wait.admitted()))
                .put("tried", wait.tried())
                .put("perhapsWork", wait.perhapsWork());
        String cycle = wait.cycleSeconds().isPresent()
                ? "per " + Numbers.text(wait.cycleSeconds().getAsDouble()) + " s"
                : "per cycle (its length was not seen)";
        String beyond = wait.admitted().isPresent()
                ? "of " + wait.tried() + " at once " + wait.admitted().getAsInt() + " are let through, the rest refused"
                : "none refused with " + wait.tried() + " at once";
        section.line(
                DELAYED,
                "cycle wait: " + wait.permits() + " " + cycle + ", " + beyond
                        + (wait.perhapsWork()
                                ? "; or " + wait.permits() + " workers, for an answer takes as long"
                                : ""));
    }

    private static void progressive(Pacing.Progressive progressive, ObjectNode delay, Section section) {
        delay.put("kind", "PROGRESSIVE")
                .put("free", progressive.free())
                .put("stepSeconds", Numbers.rounded(progressive.stepSeconds()))
                .put("capSeconds", boxed(progressive.capSeconds()));
        String cap = progressive.capSeconds().isPresent()
                ? "up to " + Numbers.text(progressive.capSeconds().getAsDouble()) + " s"
                : "no end of it seen";
        section.line(
                DELAYED,
                "progressive: after " + progressive.free() + " requests each waits "
                        + Numbers.text(progressive.stepSeconds()) + " s longer, " + cap);
    }

    private static void none(Pacing.NoneSeen none, ObjectNode delay, Section section) {
        delay.put("kind", "NONE").put("oneByOne", none.oneByOne()).put("atOnce", none.atOnce());
        String tried =
                none.oneByOne() + " one by one" + (none.atOnce() > 0 ? ", up to " + none.atOnce() + " at once" : "");
        section.line(
                "Delay",
                "none seen (" + tried + ")"
                        + (none.refusedOneByOne() ? "; refused one by one, so a rate is limited" : ""));
    }

    private static @Nullable Integer boxed(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? Numbers.rounded(value.getAsDouble()) : null;
    }
}
