package dev.seaworthy.cli;

import dev.seaworthy.config.BuiltIn;
import dev.seaworthy.config.PolicyReader;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The thresholds by which runs are judged. */
final class Policies {
    private static final String LAG_BUDGET = "injector.lagP99Seconds";

    private Policies() {}

    /** Those of a file, or the standard ones where none is given. */
    static Map<String, Double> of(@Nullable Path file) {
        return file == null ? standard() : new PolicyReader().read(file).values();
    }

    /** What the 99th percentile of injector lag may be. */
    static double lagBudgetSeconds(Map<String, Double> policy) {
        return policy.getOrDefault(LAG_BUDGET, 0.01);
    }

    /** Those that come with the harness: {@code config/policies/default.yaml}. */
    static Map<String, Double> standard() {
        BuiltIn policy = BuiltIn.policy("default");
        return new PolicyReader().read(policy.text(), policy.name()).values();
    }
}
