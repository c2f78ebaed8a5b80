package dev.seaworthy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Moment;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.testkit.TwinEnvironment;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the checks cost the target that run without being asked for. */
class RequestsSentTest {
    private static final int AT_MOST = 600;

    @Test
    void are_few_enough_for_a_shared_environment() throws Exception {
        Map<String, Long> sent = new TreeMap<>();
        try (TwinEnvironment environment = TwinEnvironment.start()) {
            RequestBudget budget = environment.reach().budget();
            try (Probe probe = environment.open(new AuthProbeFactory())) {
                for (Check check : probe.checks()) {
                    if (check.moment() != Moment.AT_REST
                            || check.card().footprint().safety().compareTo(SafetyClass.ENDS_OWN_SESSIONS) > 0) {
                        continue;
                    }
                    long before = budget.asked();
                    check.run();
                    sent.put(check.card().id(), budget.asked() - before);
                }
            }
            // The probe has been closed: what it sends to part counts, too.
            assertThat(budget.asked()).as("requests by check: " + sent).isBetween(300L, (long) AT_MOST);
        }
    }
}
