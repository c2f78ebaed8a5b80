package dev.seaworthy.health;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The document is made anew for every reading: somebody looked. */
final class Fresh implements HealthCheck {
    private static final int READINGS = 3;

    @Override
    public CheckCard card() {
        return new CheckCard(
                new Claim(
                        "health.fresh",
                        "Each reading of readiness examines the dependencies anew; no old document is repeated",
                        Severity.HIGH,
                        "the contract: probes.health.dependency-checked-at, dependency-latency, reading-gap"),
                "The readiness operation three times, with probes.health.reading-gap between them.",
                "Each dependency's time of examination differs in every reading. Where there is no such time: latencies that"
                        + " differ.",
                "PASS: the times of examination moved on between readings, so no document was repeated. A target that stamps"
                        + " old results with a new time is not found out by this.",
                "A dependency whose time of examination is the same in two readings: what it reports is a memory.",
                "curl -s https://HOST/health/ready | jq -c .checks; sleep 1; curl -s https://HOST/health/ready | jq -c .checks");
    }

    @Override
    public Finding run(Ward ward, RequestSpec ready, Claim claim) throws CredentialRefused, InterruptedException {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < READINGS; i++) {
            if (i > 0) {
                ward.pause();
            }
            Reading reading = ward.read(ready);
            readings.add(reading);
            if (!reading.answered() || reading.shed()) {
                return Finding.unproven(claim, "no reading (" + reading.said() + ")", HealthCheck.evidence(readings));
            }
        }
        Evidence evidence = HealthCheck.evidence(readings);
        Map<String, List<String>> times = series(readings, Reading.Dependency::checkedAt);
        if (!times.isEmpty()) {
            return byTimes(claim, times, evidence);
        }
        Map<String, List<String>> latencies =
                series(readings, dependency -> dependency.latencyMillis().map(String::valueOf));
        boolean moved = latencies.values().stream().anyMatch(values -> new java.util.HashSet<>(values).size() > 1);
        return moved
                ? Finding.pass(claim, "the reported latencies differ between readings", evidence)
                : Finding.unproven(
                        claim,
                        "nothing in the document tells one reading from another: no time of examination, and "
                                + (latencies.isEmpty() ? "no latency" : "latencies that never differ"),
                        evidence);
    }

    private static Finding byTimes(Claim claim, Map<String, List<String>> times, Evidence evidence) {
        for (Map.Entry<String, List<String>> entry : times.entrySet()) {
            List<String> values = entry.getValue();
            for (int i = 1; i < values.size(); i++) {
                if (values.get(i).equals(values.get(i - 1))) {
                    return Finding.fail(
                            claim,
                            "'" + entry.getKey() + "' was examined at " + values.get(i)
                                    + " by two readings that lie apart",
                            evidence);
                }
            }
        }
        return Finding.pass(
                claim,
                "the times of examination of " + times.size() + " dependencies moved on with each of " + READINGS
                        + " readings",
                evidence);
    }

    /** One value of each dependency over the readings; only those that every reading has. */
    private static Map<String, List<String>> series(
            List<Reading> readings, Function<Reading.Dependency, Optional<String>> value) {
        Map<String, List<String>> series = new LinkedHashMap<>();
        for (Reading reading : readings) {
            for (Reading.Dependency dependency : reading.dependencies()) {
                value.apply(dependency)
                        .ifPresent(text -> series.computeIfAbsent(dependency.name(), unused -> new ArrayList<>())
                                .add(text));
            }
        }
        series.values().removeIf(values -> values.size() < readings.size());
        return series;
    }
}
