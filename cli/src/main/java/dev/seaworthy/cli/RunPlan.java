package dev.seaworthy.cli;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.config.Objective;
import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.recording.RunManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run will do.
 *
 * @param kind what is asked; see {@link RunManifest}
 * @param checks in the order in which they run
 * @param phases in order; empty for checks only
 * @param objectives what must hold under load
 */
record RunPlan(String kind, List<Check> checks, List<LoadPhase> phases, List<Objective> objectives) {
    /** The phase of a load run that is there for what is cold at first, and is not judged. */
    static final String WARM_UP = "warm-up";

    /** Everything that the environment offers. */
    static RunPlan all(OpenEnvironment open) {
        return new RunPlan(
                RunManifest.READINESS,
                open.checks(),
                open.environment().load(),
                open.environment().objectives());
    }

    /**
     * Checks only.
     *
     * @param ids empty for all
     */
    static RunPlan checksOnly(OpenEnvironment open, List<String> ids) {
        Set<String> wanted = Set.copyOf(ids);
        List<Check> checks = open.checks().stream()
                .filter(check -> ids.isEmpty() || wanted.contains(check.card().id()))
                .toList();
        return new RunPlan(RunManifest.READINESS, checks, List.of(), List.of());
    }

    /** The most requests that the phases can plan to send; a closed phase has no such number and counts as 0. */
    long plannedTurns() {
        double turns = 0;
        for (LoadPhase phase : phases) {
            turns += ratePerSecond(phase, true)
                    * phase.duration().toMillis()
                    / 1e3
                    * phase.scenario().size();
        }
        return Math.round(turns);
    }

    double seconds() {
        return phases.stream()
                .mapToDouble(phase -> phase.duration().toMillis() / 1e3)
                .sum();
    }

    /** The whole plan as text. */
    String text(OpenEnvironment open) {
        List<String> lines = new ArrayList<>();
        lines.add("environment  " + open.environment().name() + " ("
                + open.source().name() + ")");
        lines.add("talks to     " + String.join(", ", open.reach().allowList().origins()));
        lines.add(String.format(
                Locale.ROOT,
                "limits       %d requests, %.0f/s, %d connections",
                open.environment().rails().maxRequests(),
                open.environment().rails().maxRate(),
                open.environment().rails().maxConnections()));
        Set<String> planned = checks.stream().map(check -> check.card().id()).collect(Collectors.toSet());
        for (ProbeFactory<?> factory : open.probes().keySet()) {
            List<String> ids = factory.catalogue().stream()
                    .map(CheckCard::id)
                    .filter(planned::contains)
                    .toList();
            if (!ids.isEmpty()) {
                lines.add("checks       " + factory.id() + ": " + String.join(", ", ids));
            }
        }
        for (LoadPhase phase : phases) {
            lines.add(String.format(
                    Locale.ROOT,
                    "load         %s: %s, %.0f s, on each of %s",
                    phase.name(),
                    shape(phase),
                    phase.duration().toMillis() / 1e3,
                    String.join(", ", phase.scenario())));
        }
        if (phases.isEmpty()) {
            lines.add("in all       " + checks.size() + " checks, and no load");
            return String.join("\n", lines);
        }
        lines.add(String.format(
                Locale.ROOT,
                "in all       %d checks; %.0f s of load, about %d planned turns%s",
                checks.size(),
                seconds(),
                plannedTurns(),
                phases.stream().anyMatch(phase -> phase.shape() instanceof LoadPhase.Shape.Closed)
                        ? " and what the closed phases add"
                        : ""));
        return String.join("\n", lines);
    }

    String model(LoadPhase phase) {
        if (kind.equals(RunManifest.LOAD) && phase.name().equals(WARM_UP)) {
            return WARM_UP;
        }
        return phase.shape() instanceof LoadPhase.Shape.Open
                ? "open"
                : phase.shape() instanceof LoadPhase.Shape.Ramp ? "ramp" : "closed";
    }

    /** Arrivals a second of one population: at the end of the phase, or on average. 0 for a closed phase. */
    static double ratePerSecond(LoadPhase phase, boolean average) {
        if (phase.shape() instanceof LoadPhase.Shape.Open open) {
            return open.perSecond();
        }
        if (phase.shape() instanceof LoadPhase.Shape.Ramp ramp) {
            return average ? (ramp.fromPerSecond() + ramp.toPerSecond()) / 2 : ramp.toPerSecond();
        }
        return 0;
    }

    private static String shape(LoadPhase phase) {
        if (phase.shape() instanceof LoadPhase.Shape.Open open) {
            return String.format(Locale.ROOT, "open, %.1f/s", open.perSecond());
        }
        if (phase.shape() instanceof LoadPhase.Shape.Ramp ramp) {
            return String.format(Locale.ROOT, "ramp, %.1f/s to %.1f/s", ramp.fromPerSecond(), ramp.toPerSecond());
        }
        return String.format(Locale.ROOT, "closed, %d users", ((LoadPhase.Shape.Closed) phase.shape()).users());
    }
}
