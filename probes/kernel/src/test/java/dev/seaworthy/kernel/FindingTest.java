package dev.seaworthy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {
    private static final Claim CLAIM = new Claim("test.claim", "It holds.", Severity.HIGH, "a test");

    @Test
    void evidence_of_nothing_cannot_be_made() {
        assertThatThrownBy(() -> Evidence.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no evidence, no verdict");
    }

    @Test
    void nothing_outside_the_class_can_construct_a_verdict_without_evidence() {
        assertThat(Finding.class.getDeclaredConstructors())
                .allMatch((Constructor<?> constructor) -> Modifier.isPrivate(constructor.getModifiers()));
        List<Method> withoutEvidence = Arrays.stream(Finding.class.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> method.getReturnType() == Finding.class)
                .filter(method -> !Arrays.asList(method.getParameterTypes()).contains(Evidence.class))
                .toList();
        assertThat(withoutEvidence).extracting(Method::getName).containsExactlyInAnyOrder("skipped", "error");
    }

    @Test
    void every_verdict_that_speaks_about_the_target_carries_its_exchanges() {
        Evidence evidence = Evidence.of(Exchanges.some("GET /"));
        for (Finding finding : List.of(
                Finding.pass(CLAIM, "seen", evidence),
                Finding.fail(CLAIM, "seen", evidence),
                Finding.unproven(CLAIM, "unclear", evidence))) {
            assertThat(finding.verdict().needsEvidence()).isTrue();
            assertThat(finding.exchanges()).hasSize(1);
        }
        assertThat(Finding.skipped(CLAIM, "not asked for").exchanges()).isEmpty();
        assertThat(Finding.error(CLAIM, "our fault").verdict().needsEvidence()).isFalse();
    }

    @Test
    void keeps_facts_in_order_and_its_evidence_with_them() {
        Finding finding = Finding.pass(CLAIM, "seen", Evidence.of(Exchanges.some("GET /")))
                .with("zulu", 1)
                .with("alpha", List.of("x"));
        assertThat(finding.facts().keySet()).containsExactly("zulu", "alpha");
        assertThat(finding.exchanges()).hasSize(1);
    }

    @Test
    void wants_its_reason_in_one_line() {
        assertThatThrownBy(() -> Finding.skipped(CLAIM, " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Finding.skipped(CLAIM, "two\nlines")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_exchange_is_named_by_its_content() {
        assertThat(Exchanges.some("GET /").id())
                .isEqualTo(Exchanges.some("GET /").id());
        assertThat(Exchanges.some("GET /").id())
                .isNotEqualTo(Exchanges.some("GET /x").id());
    }
}
