package dev.seaworthy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CredentialTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SPARE = Duration.ofSeconds(20);

    @Test
    void outlasts_a_margin_only_by_more_than_the_margin() {
        assertThat(ending(NOW.plusSeconds(21)).outlasts(NOW, SPARE)).isTrue();
        assertThat(ending(NOW.plusSeconds(20)).outlasts(NOW, SPARE)).isFalse();
        assertThat(ending(null).outlasts(NOW, SPARE)).isTrue();
    }

    @Test
    void ends_a_turn_as_the_last_exchange_on_the_way_to_it_did() {
        Exchange answered = Exchanges.ending(Outcome.OK);
        Exchange silent = Exchanges.ending(Outcome.TIMEOUT);

        assertThat(outcome(answered, silent)).isEqualTo(Outcome.TIMEOUT);
        assertThat(outcome(silent, answered)).isEqualTo(Outcome.REJECTED);
    }

    @Test
    void blames_the_instrument_where_nothing_was_asked_of_the_target() {
        assertThat(outcome()).isEqualTo(Outcome.INSTRUMENT);
        assertThat(CredentialRefused.outcome(new IllegalStateException("broken")))
                .isEqualTo(Outcome.INSTRUMENT);
    }

    private static Outcome outcome(Exchange... exchanges) {
        CredentialRefused refused = new CredentialRefused("no", List.of(exchanges));
        Outcome bare = CredentialRefused.outcome(refused);
        assertThat(CredentialRefused.outcome(new CompletionException(refused))).isEqualTo(bare);
        return bare;
    }

    private static Credential ending(@Nullable Instant end) {
        return new Credential(
                "user",
                "ann",
                Credential.Origin.LOGIN,
                Secret.of("token"),
                Optional.empty(),
                Optional.ofNullable(end),
                List.of());
    }
}
