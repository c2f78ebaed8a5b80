package dev.seaworthy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialsTest {
    @Test
    void repeats_the_same_cases_in_every_build() {
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();

        Trials.seeded(20, random -> first.add(random.nextLong()));
        Trials.seeded(20, random -> second.add(random.nextLong()));

        assertThat(first).hasSize(20).doesNotHaveDuplicates().isEqualTo(second);
    }

    @Test
    void names_the_seed_of_the_case_that_fails() {
        long seed = Trials.seeded(3).toList().get(2).seed();
        int[] ran = {0};

        assertThatThrownBy(() -> Trials.seeded(3, random -> {
                    if (++ran[0] == 3) {
                        throw new IllegalStateException("not so");
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dseaworthy.seed=" + seed)
                .hasMessageContaining("not so");
    }
}
