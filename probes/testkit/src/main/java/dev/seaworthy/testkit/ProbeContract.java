package dev.seaworthy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Moment;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.twin.Fault;
import dev.seaworthy.twin.TwinSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What every probe must survive. A probe's test extends this class and says which faults of the twin it finds.
 *
 * <p>The settings come from the contract of the twin, or from {@code twin-block.yaml} on the test's class path where there
 * is one.
 *
 * @param <S> the probe's settings
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT) // where the module runs tests side by side at all
public abstract class ProbeContract<S> {
    private final FaultMatrix matrix = new FaultMatrix();

    /** The factory under test. */
    protected abstract ProbeFactory<S> factory();

    /**
     * The faults that this probe must notice: the id of each, and the claims that it refutes. An empty set stands for a
     * fault that must leave every claim of this probe unrefuted.
     */
    protected abstract Map<String, Set<String>> faults();

    /** The claims that cannot be tested on the healthy twin, each with the reason; none, if all can. */
    protected Map<String, String> skippedOnTheHealthyTwin() {
        return Map.of();
    }

    /**
     * Whether a check is run on the twin with this fault: all are, unless a probe has so many that it says which ones the
     * fault could concern.
     */
    protected boolean concerns(String fault, CheckCard card) {
        return true;
    }

    /** How the twin starts, before faults are added. */
    protected TwinSettings twin() {
        return TwinSettings.defaults();
    }

    /** Opens the environment of one run; for a probe that needs another contract than the common one. */
    protected TwinEnvironment environment(TwinSettings settings) {
        return TwinEnvironment.start(settings);
    }

    @Test
    void is_registered_once_under_the_name_of_its_folder() {
        List<String> registered = ServiceLoader.load(ProbeFactory.class).stream()
                .map(provider -> provider.type().getName())
                .toList();

        assertThat(registered).containsOnlyOnce(factory().getClass().getName());
        assertThat(factory().id())
                .isEqualTo(Path.of("").toAbsolutePath().getFileName().toString());
        assertThat(factory().concern()).as("a short noun phrase, for a title").matches("[A-Z][^.?!;]{3,60}");
    }

    @Test
    void has_one_check_for_every_card_of_its_catalogue() {
        List<String> catalogue =
                factory().catalogue().stream().map(CheckCard::id).toList();

        assertThat(catalogue).isNotEmpty().doesNotHaveDuplicates();
        assertThat(factory().catalogue())
                .as("sentences that are titles, too")
                .allSatisfy(card -> assertThat(card.claim().sentence()).matches("[A-Z].*[^.?!]"));
        try (TwinEnvironment environment = environment(twin());
                Probe probe = environment.open(factory())) {
            assertThat(probe.id()).isEqualTo(factory().id());
            assertThat(probe.checks()).extracting(check -> check.card().id()).containsExactlyElementsOf(catalogue);
        }
    }

    @Test
    void binds_the_block_of_the_contract() {
        try (TwinEnvironment environment = environment(twin())) {
            assertThat(environment.environment().probes()).containsKey(factory().id());
            // Reading the contract has already held the block to the schema.
            assertThat(environment.settings(factory())).isInstanceOf(factory().settingsType());
        }
    }

    @Test
    void describes_every_setting_in_its_schema_and_refuses_others() throws IOException {
        JsonNode schema;
        try (InputStream in = factory().getClass().getResourceAsStream("settings.schema.json")) {
            assertThat(in).as("settings.schema.json beside the factory").isNotNull();
            schema = new ObjectMapper().readTree(in);
        }
        Set<String> described = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(described::add);

        assertThat(described)
                .isEqualTo(new TreeSet<>(Arrays.stream(factory().settingsType().getRecordComponents())
                        .map(component -> kebab(component.getName()))
                        .toList()));
        assertThat(schema.path("additionalProperties").asBoolean(true))
                .as("unknown keys are let pass")
                .isFalse();
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @Test
    void passes_every_check_on_the_healthy_twin() {
        Map<String, Finding> findings = runOn(twin(), card -> true);

        findings.forEach((id, finding) -> {
            Verdict expected = skippedOnTheHealthyTwin().containsKey(id) ? Verdict.SKIPPED : Verdict.PASS;
            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(expected);
        });
        matrix.healthy(findings);
    }

    @TestFactory
    Stream<DynamicTest> refutes_exactly_the_claims_that_a_fault_breaks() {
        return faults().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(), () -> refutesExactly(entry.getValue(), Fault.of(entry.getKey()))));
    }

    private void refutesExactly(Set<String> claims, Fault fault) {
        Map<String, Finding> findings = runOn(twin().withFaults(Set.of(fault)), card -> concerns(fault.id(), card));

        matrix.faulty(fault.id(), findings);
        assertThat(claims).as("claims are ids of the catalogue").isSubsetOf(findings.keySet());
        assertThat(refuted(findings)).as(findings.values().toString()).isEqualTo(new TreeSet<>(claims));
        assertThat(findings.values())
                .as("a target at fault is no fault of the harness")
                .extracting(Finding::verdict)
                .doesNotContain(Verdict.ERROR);
        claims.forEach(
                claim -> assertThat(Objects.requireNonNull(findings.get(claim)).exchanges())
                        .as("evidence of " + claim)
                        .isNotEmpty());
    }

    @Test
    void decides_nothing_about_a_target_that_refuses_connections() {
        try (TwinEnvironment environment = TwinEnvironment.nobodyAt(BlackHole.refusing())) {
            assertUndecided(environment);
        }
    }

    @Test
    void decides_nothing_about_a_target_that_never_answers() {
        try (BlackHole hole = BlackHole.open();
                TwinEnvironment environment = TwinEnvironment.nobodyAt(hole.uri())) {
            assertUndecided(environment);
            assertThat(hole.swallowed()).as("connections that were attempted").isPositive();
        }
    }

    private void assertUndecided(TwinEnvironment environment) {
        run(environment, 1).forEach((id, finding) -> {
            Verdict expected = skippedOnTheHealthyTwin().containsKey(id) ? Verdict.SKIPPED : Verdict.UNPROVEN;
            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(expected);
        });
    }

    @Test
    void closes_every_connection_that_it_opened() {
        try (TwinEnvironment environment = environment(twin())) {
            run(environment, 1);
            environment.closeClients();

            assertThat(Patience.until(() -> environment.twin().openConnections() == 0))
                    .as("connections left open: " + environment.twin().openConnections())
                    .isTrue();
        }
    }

    @Test
    void reaches_the_same_verdicts_from_the_same_seed() {
        try (TwinEnvironment environment = environment(twin())) {
            assertThat(verdicts(run(environment, 42))).isEqualTo(verdicts(run(environment, 42)));
        }
    }

    @Test
    void completes_every_turn_of_its_operations_whatever_the_target_does() {
        Turns turns = new Turns();
        try (TwinEnvironment healthy = environment(twin())) {
            turns.assertAllOk(healthy, factory());
        }
        try (TwinEnvironment refusing = TwinEnvironment.nobodyAt(BlackHole.refusing())) {
            turns.assertNoneOk(refusing, factory());
        }
        try (BlackHole hole = BlackHole.open();
                TwinEnvironment silent = TwinEnvironment.nobodyAt(hole.uri())) {
            turns.assertNoneOk(silent, factory());
        }
    }

    @AfterAll
    void show_the_fault_matrix() {
        matrix.publish(factory());
    }

    private Map<String, Finding> runOn(TwinSettings settings, Predicate<CheckCard> chosen) {
        try (TwinEnvironment environment = environment(settings)) {
            return run(environment, 1, chosen);
        }
    }

    private Map<String, Finding> run(TwinEnvironment environment, long seed) {
        return run(environment, seed, card -> true);
    }

    /** Runs every chosen check once that does not need a load, in the order of the catalogue. */
    private Map<String, Finding> run(TwinEnvironment environment, long seed, Predicate<CheckCard> chosen) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        try (Probe probe = environment.open(factory(), seed)) {
            for (Check check : probe.checks()) {
                if (check.moment() != Moment.AT_REST || !chosen.test(check.card())) {
                    // There is no load here; what it does without one says nothing.
                    continue;
                }
                Finding finding = assertTimeoutPreemptively(
                        check.patience(), check::run, check.card().id() + " hangs");
                assertThat(finding.claim()).isEqualTo(check.card().claim());
                findings.put(check.card().id(), finding);
            }
        }
        Leaks.assertNone(environment, findings.values());
        return findings;
    }

    private static Set<String> refuted(Map<String, Finding> findings) {
        Set<String> refuted = new TreeSet<>();
        findings.forEach((id, finding) -> {
            if (finding.verdict() == Verdict.FAIL) {
                refuted.add(id);
            }
        });
        return refuted;
    }

    private static Map<String, Verdict> verdicts(Map<String, Finding> findings) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        findings.forEach((id, finding) -> verdicts.put(id, finding.verdict()));
        return verdicts;
    }
}
