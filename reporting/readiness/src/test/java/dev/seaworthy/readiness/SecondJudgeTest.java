package dev.seaworthy.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.readiness.Injector.State;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SecondJudgeTest {
    private final SecondJudge judge = new SecondJudge(Policy.of(Map.of()), 0.0012);

    static Stream<Arguments> seconds() {
        return Stream.of(
                row("with room", w -> {}, State.SOUND, ""),
                row("lag just within its budget", w -> w.lagP99 = 0.01, State.SOUND, ""),
                row("lag above its budget", w -> w.lagP99 = 0.0101, State.SATURATED, "LAG"),
                row("no turn ended", w -> w.lagP99 = null, State.SOUND, ""),
                row("canary at its limit", w -> w.canaryMax = 0.005, State.SOUND, ""),
                row("canary slow", w -> w.canaryMax = 0.0051, State.SATURATED, "CANARY"),
                row("canary lost", Watch::loseCanary, State.SATURATED, "CANARY_LOST"),
                row("a task waited", w -> w.loopLag = 0.03, State.SATURATED, "LOOP_LAG"),
                row("throttled", w -> w.throttled = 0.08, State.SATURATED, "THROTTLED"),
                row("collecting garbage", w -> w.gc = 0.06, State.SATURATED, "GC"),
                row("a little garbage", w -> w.gc = 0.05, State.SOUND, ""),
                row("a hiccup that nothing felt", w -> w.hiccup = 0.04, State.STRAINED, "HICCUP"),
                row("a hiccup that lag felt", both(w -> w.hiccup = 0.04, LATE), State.SATURATED, "HICCUP"),
                row("a hiccup and no canary", both(w -> w.hiccup = 0.04, BLIND), State.SATURATED, "HICCUP"),
                row("a full processor, closed load", w -> w.busiestCpu = 1, State.STRAINED, "CORE_BUSY"),
                row("a full processor, no canary", both(w -> w.busiestCpu = 1, BLIND), State.STRAINED, "CORE_BUSY"),
                row("a full processor and lag", both(w -> w.busiestCpu = 0.95, LATE), State.SATURATED, "CORE_BUSY"),
                row(
                        "a full processor and canary",
                        both(w -> w.busiestCpu = 1, w -> w.canaryMax = 0.02),
                        State.SATURATED,
                        "CORE_BUSY"),
                row("a full event loop", w -> w.loopBusy = 0.97, State.STRAINED, "LOOP_BUSY"),
                row("a full event loop and lag", both(w -> w.loopBusy = 0.97, LATE), State.SATURATED, "LOOP_BUSY"),
                row("steal", w -> w.steal = 0.06, State.STRAINED, "STEAL"),
                row("steal and lag", both(w -> w.steal = 0.06, LATE), State.SATURATED, "STEAL"),
                row("descriptors", w -> w.descriptors = 1000, State.STRAINED, "DESCRIPTORS"),
                row("lag that is felt, and nothing else", LATE, State.SOUND, ""),
                row("turns that vanish", w -> w.ok = 90, State.SATURATED, "BOOKS"),
                row("arrivals that vanish", w -> w.planned = 110, State.SATURATED, "BOOKS"),
                row("arrivals that wait", both(w -> w.planned = 110, w -> w.waiting = 10), State.SOUND, ""),
                row("arrivals that are shed", both(w -> w.planned = 110, w -> w.shed = 10), State.SOUND, ""),
                row("turns in flight", both(w -> w.ok = 60, w -> w.inFlight = 42), State.SOUND, ""),
                row("read apart", w -> w.ok = 98, State.SOUND, ""));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("seconds")
    void judges_what_it_sees(String name, Consumer<Watch> change, State state, String symptom) {
        Watch before = new Watch();
        Watch watch = new Watch();
        watch.at = before.at.plusSeconds(1);
        change.accept(watch);
        SecondJudge.Judged judged = judge.judge(watch.sample(), before.sample());
        assertThat(judged.state()).as(judged.seen().toString()).isEqualTo(state);
        if (symptom.isEmpty()) {
            assertThat(judged.seen()).isEmpty();
        } else {
            assertThat(judged.seen()).containsKey(Symptom.valueOf(symptom));
        }
    }

    @Test
    void a_canary_is_held_against_the_noise_floor_of_its_own_stack() {
        Watch watch = new Watch();
        watch.canaryMax = 0.02;
        assertThat(judge.judge(watch.sample(), null).state()).isEqualTo(State.SATURATED);
        SecondJudge slowStack = new SecondJudge(Policy.of(Map.of()), 0.009);
        assertThat(slowStack.judge(watch.sample(), null).state()).isEqualTo(State.SOUND);
    }

    @Test
    void books_are_not_closed_over_a_gap_or_the_seam_of_two_phases() {
        Watch before = new Watch();
        Watch watch = new Watch();
        watch.ok = 10;
        watch.at = before.at.plusSeconds(3);
        assertThat(judge.judge(watch.sample(), before.sample()).state()).isEqualTo(State.SOUND);
        watch.at = before.at.plusSeconds(1);
        assertThat(judge.judge(watch.sample(), before.sample()).state()).isEqualTo(State.SATURATED);
        watch.phase = "soak";
        assertThat(judge.judge(watch.sample(), before.sample()).state()).isEqualTo(State.SOUND);
        assertThat(judge.judge(watch.sample(), null).state()).isEqualTo(State.SOUND);
    }

    private static final Consumer<Watch> LATE = watch -> watch.lagP99 = 0.002;
    private static final Consumer<Watch> BLIND = watch -> watch.watchedByCanary = false;

    private static Consumer<Watch> both(Consumer<Watch> one, Consumer<Watch> other) {
        return one.andThen(other);
    }

    private static Arguments row(String name, Consumer<Watch> change, State state, String symptom) {
        return Arguments.of(name, change, state, symptom);
    }
}
