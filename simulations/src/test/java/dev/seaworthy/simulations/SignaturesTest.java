package dev.seaworthy.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignaturesTest {
    private final Signatures signatures = new Signatures();

    @Test
    void counts_by_operation_and_kind_and_begins_anew_when_drained() {
        signatures.count("a", "HTTP 502");
        signatures.count("a", "HTTP 502");
        signatures.count("b", Signatures.of(Outcome.WRONG_ANSWER));

        assertThat(signatures.drain()).isEqualTo(Map.of("a", Map.of("HTTP 502", 2L), "b", Map.of("wrong answer", 1L)));
        assertThat(signatures.drain()).isEmpty();

        signatures.count("a", "HTTP 502");
        assertThat(signatures.drain()).isEqualTo(Map.of("a", Map.of("HTTP 502", 1L)));
    }

    @Test
    void is_bounded_and_loses_no_count() {
        for (int i = 0; i < 10_000; i++) {
            signatures.count("a", "kind " + i);
        }

        Map<String, Long> kinds = signatures.drain().getOrDefault("a", Map.of());

        assertThat(kinds).hasSize(Signatures.MOST + 1).containsEntry(Signatures.OTHERS, 10_000L - Signatures.MOST);
        assertThat(kinds.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(10_000);
    }
}
