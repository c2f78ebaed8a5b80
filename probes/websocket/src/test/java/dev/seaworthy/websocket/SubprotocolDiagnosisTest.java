package dev.seaworthy.websocket;

import static dev.seaworthy.websocket.SubprotocolDiagnosis.Cause;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubprotocolDiagnosisTest {
    private static final List<String> OFFERED = List.of("app.v1", "jwt.abc");

    @Test
    void has_nothing_against_the_application_s_name() {
        assertThat(cause("app.v1")).isEqualTo(Cause.NONE);
    }

    @Test
    void tells_the_kinds_of_violation_apart() {
        assertThat(cause()).isEqualTo(Cause.ABSENT);
        assertThat(cause("jwt.abc")).isEqualTo(Cause.CREDENTIAL);
        assertThat(cause("jwt-auth")).isEqualTo(Cause.NOT_OFFERED);
        assertThat(cause("App.v1")).isEqualTo(Cause.CASE);
        assertThat(cause("app.v1, jwt.abc")).isEqualTo(Cause.LIST);
        assertThat(cause("app.v1", "app.v1")).isEqualTo(Cause.TWICE);
        assertThat(cause("")).isEqualTo(Cause.EMPTY);
    }

    @Test
    void calls_a_selection_without_an_offer_unsolicited() {
        assertThat(SubprotocolDiagnosis.of(List.of(), List.of("app.v1"), Optional.empty(), Optional.empty())
                        .cause())
                .isEqualTo(Cause.UNSOLICITED);
        assertThat(SubprotocolDiagnosis.of(List.of(), List.of(), Optional.empty(), Optional.empty())
                        .violates())
                .isFalse();
    }

    @Test
    void never_repeats_a_credential() {
        for (String value : new String[] {"jwt.abc", "app.v1, jwt.abc", "JWT.ABC", "jwt.abcd"}) {
            SubprotocolDiagnosis diagnosis =
                    SubprotocolDiagnosis.of(OFFERED, List.of(value), Optional.of("app.v1"), Optional.of("jwt.abc"));

            assertThat(diagnosis.observation()).doesNotContainIgnoringCase("abc");
        }
    }

    @Test
    void knows_for_every_cause_who_fails() {
        for (Cause cause : Cause.values()) {
            if (cause != Cause.NONE) {
                assertThat(ClientMatrix.measured().answers()).contains(cause.matrixRow());
                assertThat(cause.id()).matches("P[1-7]");
            }
        }
    }

    private static Cause cause(String... values) {
        return SubprotocolDiagnosis.of(OFFERED, List.of(values), Optional.of("app.v1"), Optional.of("jwt.abc"))
                .cause();
    }
}
