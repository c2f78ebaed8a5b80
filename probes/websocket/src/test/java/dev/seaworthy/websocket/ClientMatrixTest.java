package dev.seaworthy.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.wire.Handshake;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientMatrixTest {
    private final ClientMatrix matrix = ClientMatrix.measured();

    @Test
    void knows_sixteen_client_stacks_and_places_each_in_exactly_one_group() {
        assertThat(matrix.clients()).hasSize(16);
        for (String answer : matrix.answers()) {
            ClientMatrix.Split split = matrix.on(Set.of(answer));
            assertThat(split.fail().size()
                            + split.open().size()
                            + split.unknown().size())
                    .as(answer)
                    .isEqualTo(16);
        }
    }

    @Test
    void says_that_browsers_fail_where_python_opens() {
        ClientMatrix.Split silent = matrix.on(Set.of("offered-absent"));

        assertThat(silent.fail()).contains("Chromium 156", "Netty 4.2 (and Gatling)");
        assertThat(silent.open()).contains("Python websockets 10.4", "gorilla (and k6)");
    }

    @Test
    void lets_everybody_open_a_clean_answer_and_nobody_one_without_101() {
        assertThat(matrix.on(Set.of("clean")).open()).hasSize(16);
        assertThat(matrix.on(Set.of("not-switching")).fail()).hasSize(16);
    }

    @Test
    void fails_a_client_that_fails_for_one_of_several_faults() {
        ClientMatrix.Split both = matrix.on(Set.of("clean", "accept-wrong"));

        assertThat(both.open()).containsExactly("Tomcat 10.1");
    }

    @Test
    void has_a_row_for_every_fault_that_is_not_about_the_subprotocol() {
        for (Handshake.Fault fault : Handshake.Fault.values()) {
            ClientMatrix.answerFor(fault)
                    .ifPresent(row -> assertThat(matrix.answers()).contains(row));
            assertThat(ClientMatrix.answerFor(fault).isEmpty())
                    .as(fault.name())
                    .isEqualTo(fault.name().startsWith("SUBPROTOCOL"));
        }
    }
}
