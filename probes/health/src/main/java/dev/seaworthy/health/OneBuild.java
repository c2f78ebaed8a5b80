package dev.seaworthy.health;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One build was probed, and it stayed up. */
final class OneBuild implements HealthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                new Claim(
                        "health.build",
                        "One build answered from the first reading to the last, and it was not restarted in between",
                        Severity.HIGH,
                        "the contract: probes.health.build, started-at and uptime"),
                "The readiness operation twice; compared with every earlier reading of the run.",
                "A build id, the same in all readings; the same time of start; an uptime that never falls.",
                "PASS: the readings speak of one process of one build. Behind a balancer, instances that were never met are not"
                        + " covered.",
                "No build id, two of them, or a start that changed between two readings.",
                "curl -s https://HOST/health/ready | jq '{build, started_at, uptime_seconds}'");
    }

    @Override
    public Finding run(Ward ward, RequestSpec ready, Claim claim) throws CredentialRefused, InterruptedException {
        String pointer = ward.settings().build();
        if (pointer == null) {
            return Finding.skipped(claim, "not in the contract: probes.health.build");
        }
        ward.read(ready);
        ward.pause();
        Reading last = ward.read(ready);
        List<Reading> readings =
                ward.readings().stream().filter(Reading::answered).toList();
        if (readings.size() < 2 || !last.answered()) {
            return Finding.unproven(claim, "no reading (" + last.said() + ")", HealthCheck.evidence(last));
        }
        Evidence evidence = HealthCheck.evidence(readings);
        List<String> builds = values(readings, pointer);
        if (builds.isEmpty()) {
            return Finding.fail(claim, "no build id at " + pointer, evidence);
        }
        if (distinct(builds) > 1) {
            return Finding.fail(
                    claim,
                    alternates(builds)
                            ? "several builds answer by turns: " + new HashSet<>(builds)
                            : "the build changed while it was probed: " + builds.get(0) + ", then "
                                    + builds.get(builds.size() - 1),
                    evidence);
        }
        return restart(ward.settings(), readings)
                .map(restart -> restart.byTurns
                        ? Finding.unproven(claim, restart.reason, evidence)
                        : Finding.fail(claim, restart.reason, evidence))
                .orElseGet(() -> Finding.pass(
                        claim,
                        "build " + builds.get(0) + " in all " + readings.size() + " readings"
                                + stayedUp(ward.settings()),
                        evidence))
                .with("build", builds.get(0));
    }

    private static String stayedUp(HealthSettings settings) {
        return settings.startedAt() == null && settings.uptime() == null
                ? "; the document does not tell a restart"
                : ", without a restart";
    }

    private static Optional<Restart> restart(HealthSettings settings, List<Reading> readings) {
        List<String> starts = values(readings, settings.startedAt());
        if (distinct(starts) > 1) {
            return Optional.of(
                    alternates(starts)
                            ? new Restart("several instances answer by turns, so a restart cannot be told", true)
                            : new Restart(
                                    "restarted while it was probed: started " + starts.get(0) + ", then "
                                            + starts.get(starts.size() - 1),
                                    false));
        }
        List<Double> uptimes = values(readings, settings.uptime()).stream()
                .filter(text -> text.matches("\\d+(\\.\\d+)?"))
                .map(Double::valueOf)
                .toList();
        for (int i = 1; i < uptimes.size(); i++) {
            if (uptimes.get(i) < uptimes.get(i - 1)) {
                return Optional.of(new Restart(
                        "restarted while it was probed: up for " + uptimes.get(i - 1) + " s, then for " + uptimes.get(i)
                                + " s",
                        false));
            }
        }
        return Optional.empty();
    }

    private static List<String> values(List<Reading> readings, @org.jspecify.annotations.Nullable String pointer) {
        List<String> values = new ArrayList<>();
        readings.forEach(reading -> reading.text(pointer).ifPresent(values::add));
        return values;
    }

    private static int distinct(List<String> values) {
        return new HashSet<>(values).size();
    }

    /** Whether a value came back after another: several instances behind one address, not a change in time. */
    private static boolean alternates(List<String> values) {
        Set<String> left = new HashSet<>();
        String current = values.get(0);
        for (String value : values) {
            if (!value.equals(current)) {
                left.add(current);
                current = value;
            }
            if (left.contains(value)) {
                return true;
            }
        }
        return false;
    }

    private record Restart(String reason, boolean byTurns) {}
}
