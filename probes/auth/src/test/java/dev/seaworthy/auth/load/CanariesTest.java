package dev.seaworthy.auth.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanariesTest {
    private final Canaries canaries = new Canaries(List.of("ada@twin.test", "grace@twin.test", "søren@twin.test"));

    @Test
    void a_stranger_is_found_wherever_in_the_answer() {
        assertThat(canaries.strangerIn(bytes("grace@twin.test"), 0)).isEqualTo(1);
        assertThat(canaries.strangerIn(bytes("{\"email\":\"ada@twin.test\",\"by\":\"grace@twin.test\"}"), 0))
                .isEqualTo(1);
        assertThat(canaries.strangerIn(bytes("…, søren@twin.test"), 0)).isEqualTo(2);
    }

    @Test
    void ones_own_is_no_stranger_and_half_a_canary_is_none() {
        assertThat(canaries.strangerIn(bytes("{\"email\":\"ada@twin.test\"}"), 0))
                .isEqualTo(Canaries.NOBODY);
        assertThat(canaries.strangerIn(bytes("grace@twin.tes"), 0)).isEqualTo(Canaries.NOBODY);
        assertThat(canaries.strangerIn(bytes(""), 0)).isEqualTo(Canaries.NOBODY);
        assertThat(canaries.holds(bytes("{\"email\":\"ada@twin.test\"}"), 0)).isTrue();
        assertThat(canaries.holds(bytes("{\"email\":\"grace@twin.test\"}"), 0)).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
