package dev.seaworthy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.HttpRequest;
import org.junit.jupiter.api.Test;

class BlackHoleTest {
    @Test
    void accepts_and_never_answers() throws Exception {
        try (BlackHole hole = BlackHole.open();
                TwinEnvironment environment = TwinEnvironment.nobodyAt(hole.uri())) {
            assertThat(environment.wire().exchange(HttpRequest.get(hole.uri())).outcome())
                    .isEqualTo(Outcome.TIMEOUT);
            assertThat(hole.swallowed()).isEqualTo(1);
        }
    }

    @Test
    void refuses_where_nothing_listens() throws Exception {
        try (TwinEnvironment environment = TwinEnvironment.nobodyAt(BlackHole.refusing())) {
            assertThat(environment
                            .wire()
                            .exchange(HttpRequest.get(
                                    environment.environment().targets().http()))
                            .outcome())
                    .isEqualTo(Outcome.REFUSED);
        }
    }
}
