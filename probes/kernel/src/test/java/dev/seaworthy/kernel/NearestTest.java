package dev.seaworthy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> KNOWN = List.of("path", "rate-limit", "ws.echo", "ws.open");

    @Test
    void finds_a_name_with_a_letter_too_many_too_few_wrong_or_swapped() {
        assertThat(Nearest.to("ws.eechoo", KNOWN)).contains("ws.echo");
        assertThat(Nearest.to("ws.eco", KNOWN)).contains("ws.echo");
        assertThat(Nearest.to("pith", KNOWN)).contains("path");
        assertThat(Nearest.to("ptah", KNOWN)).contains("path");
    }

    @Test
    void takes_case_and_underscores_for_no_edit() {
        assertThat(Nearest.to("RATE_LIMTT", KNOWN)).contains("rate-limit");
    }

    @Test
    void guesses_nothing_where_nothing_is_near() {
        assertThat(Nearest.to("pttth", KNOWN)).isEmpty();
        assertThat(Nearest.to("anything", List.of())).isEmpty();
        assertThat(Nearest.hint("colour", KNOWN)).isEmpty();
    }

    @Test
    void takes_the_first_of_the_alphabet_among_equals() {
        assertThat(Nearest.to("ax", List.of("ay", "ab"))).contains("ab");
    }

    @Test
    void ends_a_complaint_with_a_question() {
        assertThat(Nearest.hint("ptah", KNOWN)).isEqualTo("; did you mean \"path\"?");
    }
}
