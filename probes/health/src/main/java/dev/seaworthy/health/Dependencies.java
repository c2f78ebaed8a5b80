package dev.seaworthy.health;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every dependency is reported by itself, up, and answering fast enough. */
final class Dependencies implements HealthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                new Claim(
                        "health.dependencies",
                        "Readiness reports every dependency by itself: up, and with a latency below its limit",
                        Severity.HIGH,
                        "the contract: probes.health.dependencies, dependency-status, dependency-latency, latency-limit"),
                "The readiness operation once.",
                "For each dependency in the document: a status word among healthy-values, and a latency in milliseconds from 0"
                        + " to below latency-limit.",
                "PASS: so the target says. The latencies are its own word with n = 1 each, not a measurement of ours.",
                "A dependency without a status, that is not up, without a latency, or with one at or above the limit; also one"
                        + " that is not required.",
                "curl -s https://HOST/health/ready | jq .checks");
    }

    @Override
    public Finding run(Ward ward, RequestSpec ready, Claim claim) throws CredentialRefused, InterruptedException {
        String pointer = ward.settings().dependencies();
        if (pointer == null) {
            return Finding.skipped(claim, "not in the contract: probes.health.dependencies");
        }
        Reading reading = ward.read(ready);
        Evidence evidence = HealthCheck.evidence(reading);
        if (!reading.answered() || reading.shed()) {
            return Finding.unproven(claim, "no reading (" + reading.said() + ")", evidence);
        }
        List<Reading.Dependency> dependencies = reading.dependencies();
        if (dependencies.isEmpty()) {
            return Finding.fail(claim, "no dependency is reported at " + pointer, evidence);
        }
        List<String> wrong = new ArrayList<>();
        Map<String, Object> latencies = new LinkedHashMap<>();
        for (Reading.Dependency dependency : dependencies) {
            judge(ward.settings(), dependency, wrong);
            dependency.latencyMillis().ifPresent(millis -> latencies.put(dependency.name(), millis));
        }
        Finding finding = wrong.isEmpty()
                ? Finding.pass(
                        claim, dependencies.size() + " dependencies report themselves up" + within(ward), evidence)
                : Finding.fail(claim, String.join("; ", wrong), evidence);
        return finding.with("reportedLatencyMillis", latencies);
    }

    private static String within(Ward ward) {
        Duration limit = ward.settings().latencyLimit();
        return limit == null ? "" : ", each with a latency below " + limit.toMillis() + " ms";
    }

    private static void judge(HealthSettings settings, Reading.Dependency dependency, List<String> wrong) {
        if (dependency.status().isEmpty()) {
            wrong.add("'" + dependency.name() + "' has no status");
        } else if (!dependency.isHealthy()) {
            wrong.add("'" + dependency.name() + "' is '" + dependency.status().get() + "'");
        }
        if (settings.dependencyLatency() == null) {
            return;
        }
        double millis = dependency.latencyMillis().orElse(Double.NaN);
        Duration limit = settings.latencyLimit();
        if (!(millis >= 0)) {
            wrong.add("'" + dependency.name() + "' has no latency at " + settings.dependencyLatency());
        } else if (limit != null && millis >= limit.toNanos() / 1e6) {
            wrong.add(String.format(
                    Locale.ROOT,
                    "'%s' reports %.1f ms, the limit is %d ms",
                    dependency.name(),
                    millis,
                    limit.toMillis()));
        }
    }
}
