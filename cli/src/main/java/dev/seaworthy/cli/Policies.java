package dev.seaworthy.cli;

import dev.seaworthy.config.BuiltIn;
import dev.seaworthy.config.PolicyReader;
import java.util.Map;

/** The thresholds by which runs are judged. */
final class Policies {
    private Policies() {}

    /** Those that come with the harness: {@code config/policies/default.yaml}. */
    static Map<String, Double> standard() {
        BuiltIn policy = BuiltIn.policy("default");
        return new PolicyReader().read(policy.text(), policy.name()).values();
    }
}
