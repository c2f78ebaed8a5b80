package dev.seaworthy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.Wire;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The contract itself, seen red: probes that are wrong in one way each. */
class ProbeContractTest {
    private static final Claim CLAIM = new Claim("testkit.alive", "The twin is ready.", Severity.HIGH, "this test");

    /** Right: passes on 200, fails on another status, and leaves silence unproven. */
    private static final Judge HONEST = (answer, environment) -> {
        Evidence evidence = Evidence.of(answer.exchange());
        if (!answer.outcome().answered()) {
            return Finding.unproven(CLAIM, "no answer", evidence);
        }
        return answer.is(200) ? Finding.pass(CLAIM, "ready", evidence) : Finding.fail(CLAIM, "not ready", evidence);
    };

    @Test
    void accepts_an_honest_probe() {
        contract(HONEST).passes_every_check_on_the_healthy_twin();
        contract(HONEST).decides_nothing_about_a_target_that_refuses_connections();
        contract(HONEST).decides_nothing_about_a_target_that_never_answers();
        contract(HONEST).closes_every_connection_that_it_opened();
        assertThat(faults(contract(HONEST))).isEqualTo(1);
    }

    @Test
    void finds_a_probe_that_passes_whatever_happens() {
        Judge always = (answer, environment) -> Finding.pass(CLAIM, "fine", Evidence.of(answer.exchange()));

        assertThatThrownBy(() -> faults(contract(always))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> contract(always).decides_nothing_about_a_target_that_refuses_connections())
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void finds_a_probe_that_blames_a_target_for_silence() {
        Judge blames = (answer, environment) -> answer.is(200)
                ? Finding.pass(CLAIM, "ready", Evidence.of(answer.exchange()))
                : Finding.fail(CLAIM, "not ready", Evidence.of(answer.exchange()));

        assertThatThrownBy(() -> contract(blames).decides_nothing_about_a_target_that_never_answers())
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void finds_a_probe_that_writes_a_secret() {
        Judge talks = (answer, environment) -> Finding.pass(
                CLAIM,
                "the password is "
                        + environment
                                .credentials()
                                .obtain("user", 0)
                                .join()
                                .token()
                                .reveal(),
                Evidence.of(answer.exchange()));

        assertThatThrownBy(() -> contract(talks).passes_every_check_on_the_healthy_twin())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("secrets in testkit.alive");
    }

    private static long faults(ProbeContract<?> contract) {
        return contract.refutes_exactly_the_claims_that_a_fault_breaks()
                .peek(test -> {
                    try {
                        test.getExecutable().execute();
                    } catch (Error e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList()
                .size();
    }

    private static ProbeContract<?> contract(Judge judge) {
        return new Contract(judge);
    }

    private interface Judge extends BiFunction<HttpAnswer, Surroundings, Finding> {}

    private static final class Contract extends ProbeContract<Settings> {
        private final Judge judge;

        Contract(Judge judge) {
            this.judge = judge;
        }

        @Override
        protected ProbeFactory<Settings> factory() {
            return new Factory(judge);
        }

        @Override
        protected Map<String, Set<String>> faults() {
            return Map.of("dependency-down", Set.of(CLAIM.id()));
        }

        @Override
        protected TwinEnvironment environment(dev.seaworthy.twin.TwinSettings settings) {
            return TwinEnvironment.start(settings, "testkit: {}");
        }
    }

    private record Settings() {}

    private record Factory(Judge judge) implements ProbeFactory<Settings> {
        @Override
        public String id() {
            return "testkit";
        }

        @Override
        public String concern() {
            return "The contract's own test";
        }

        @Override
        public Class<Settings> settingsType() {
            return Settings.class;
        }

        @Override
        public List<CheckCard> catalogue() {
            return List.of(new CheckCard(CLAIM, "one request", "200", "ready", "503", "curl"));
        }

        @Override
        public Probe open(Settings settings, Surroundings surroundings) {
            return new OneCheck(catalogue().get(0), judge, surroundings, Wire.open(surroundings.reach()));
        }
    }

    private record OneCheck(CheckCard card, Judge judge, Surroundings surroundings, Wire wire) implements Probe {
        @Override
        public String id() {
            return "testkit";
        }

        @Override
        public List<Check> checks() {
            URI ready = surroundings.environment().targets().http().resolve("/health/ready");
            return List.of(Check.of(card, claim -> judge.apply(wire.exchange(HttpRequest.get(ready)), surroundings)));
        }

        @Override
        public List<Operation> operations() {
            return List.of();
        }

        @Override
        public void close() {
            wire.close();
        }
    }
}
