package dev.seaworthy.auth.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CleanUpTest {
    private final CleanUp list = new CleanUp();
    private final List<String> order = new ArrayList<>();

    @Test
    void ends_the_newest_first_and_strikes_off_what_is_gone() throws Exception {
        list.note(made("first", true));
        list.note(made("second", true));

        assertThat(list.endAll()).allMatch(CleanUp.Ended::gone);
        assertThat(order).containsExactly("second", "first");
        assertThat(list.size()).isZero();
    }

    @Test
    void keeps_what_the_target_refuses_to_end() throws Exception {
        list.note(made("stubborn", false));
        list.note(made("easy", true));

        assertThat(list.endAll())
                .filteredOn(ended -> !ended.gone())
                .extracting(CleanUp.Ended::what)
                .containsExactly("stubborn");
        assertThat(list.size()).isEqualTo(1);
    }

    @Test
    void looks_for_a_sample_as_long_as_nothing_is_left() throws Exception {
        for (int i = 0; i < 12; i++) {
            list.note(made("thing " + i, true));
        }

        assertThat(list.endAll())
                .extracting(CleanUp.Ended::looked)
                .filteredOn(looked -> looked)
                .hasSize(2);
    }

    @Test
    void looks_for_all_once_one_is_left() throws Exception {
        list.note(made("third", true));
        list.note(made("second", true));
        list.note(made("stubborn", false));

        assertThat(list.endAll()).allMatch(CleanUp.Ended::looked);
    }

    @Test
    void abandons_what_nobody_has_ended() {
        list.note(made("left", true));

        assertThat(list.abandon()).hasSize(1);
        assertThat(order).containsExactly("left");
        assertThat(list.size()).isZero();
    }

    private CleanUp.Made made(String name, boolean ends) {
        return new CleanUp.Made() {
            @Override
            public CleanUp.Ended end(boolean look) {
                order.add(name);
                return new CleanUp.Ended(name, ends, ends ? "is gone" : "stays", true, look, List.of());
            }

            @Override
            public CompletableFuture<?> abandon() {
                order.add(name);
                return CompletableFuture.completedFuture(null);
            }
        };
    }
}
