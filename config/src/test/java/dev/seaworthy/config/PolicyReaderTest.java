package dev.seaworthy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.Severity;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {
    private final PolicyReader reader = new PolicyReader();

    @Test
    void reads_the_default_policy_from_its_file_and_from_the_jar_alike() {
        Policy policy = reader.read(Path.of("policies/default.yaml"));
        BuiltIn builtIn = BuiltIn.policy("default");

        assertThat(policy.blocking()).containsExactly(Severity.CRITICAL, Severity.HIGH);
        assertThat(policy.mustProve()).containsExactly("auth", "rate-limit");
        assertThat(policy.values())
                .containsEntry("load.achievedShare", 0.95)
                .containsEntry("injector.lagP99Seconds", 0.01)
                .containsEntry("injector.noiseMultiple", 3.0)
                .containsEntry("injector.usedCapacityShare", 0.6)
                .containsEntry("severity.high.blocks", 1.0)
                .containsEntry("severity.medium.blocks", 0.0)
                .containsEntry("area.auth.mustProve", 1.0)
                .hasSize(21);
        assertThat(policy.thresholds().values())
                .allSatisfy(threshold -> assertThat(threshold.source()).isNotBlank());
        assertThat(reader.read(builtIn.text(), builtIn.name())).isEqualTo(policy);
    }

    @Test
    void refuses_a_threshold_that_it_does_not_know_or_that_is_out_of_range() {
        String text = BuiltIn.policy("default")
                .text()
                .replace("load.achieved-share:", "load.achieved-shares:")
                .replace("value: 0.01", "value: 1.01");

        assertThatThrownBy(() -> reader.read(text, "mine.yaml"))
                .isInstanceOf(ContractRefused.class)
                .hasMessageContainingAll(
                        "mine.yaml:19:3: thresholds.load.achieved-shares: unknown key \"load.achieved-shares\"; "
                                + "did you mean \"load.achieved-share\"?",
                        "mine.yaml:23:12: thresholds.load.instrument-share.value: expected at least 0 and at most 1, "
                                + "found the number 1.01");
    }

    @Test
    void asks_for_every_threshold_of_the_instrument() {
        String text = BuiltIn.policy("default").text().replace("injector.pause-seconds:", "injector.pause:");

        assertThatThrownBy(() -> reader.read(text, "mine.yaml"))
                .isInstanceOf(ContractRefused.class)
                .hasMessageContaining("thresholds.injector.pause-seconds: this key is missing");
    }

    @Test
    void refuses_a_figure_without_a_source() {
        String text = BuiltIn.policy("default").text().replaceFirst("    source: Below.*\n", "");

        assertThatThrownBy(() -> reader.read(text, "mine.yaml"))
                .isInstanceOf(ContractRefused.class)
                .hasMessageContaining("thresholds.load.achieved-share.source: this key is missing");
    }
}
