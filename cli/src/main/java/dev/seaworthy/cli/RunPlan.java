package dev.seaworthy.cli;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.config.Objective;
import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.config.Rails;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Escort;
import dev.seaworthy.readiness.Figures;
import dev.seaworthy.recording.RunManifest;
import dev.seaworthy.simulations.LoadPlan;
import dev.seaworthy.simulations.injector.CalibrationPlan;
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
 * @param engine what Gatling is given
 * @param escorts what rides along with every phase
 * @param calibrates whether the instrument measures its noise floor and its headroom before the load
 */
record RunPlan(
        String kind,
        List<Check> checks,
        List<LoadPhase> phases,
        List<Objective> objectives,
        LoadPlan.Engine engine,
        List<Escort> escorts,
        boolean calibrates) {
    /** A plan that calibrates, and in which nothing rides along. */
    RunPlan(
            String kind,
            List<Check> checks,
            List<LoadPhase> phases,
            List<Objective> objectives,
            LoadPlan.Engine engine) {
        this(kind, checks, phases, objectives, engine, List.of(), true);
    }

    /** The phase of a load run that is there for what is cold at first, and is not judged. */
    static final String WARM_UP = "warm-up";

    /**
     * Everything that the environment offers.
     *
     * @throws Refusal if the load exceeds the rails by what rides along with it
     */
    static RunPlan all(OpenEnvironment open) {
        RunPlan plan = new RunPlan(
                RunManifest.READINESS,
                open.checks(),
                open.environment().load(),
                open.environment().objectives(),
                LoadPlan.Engine.standard(),
                open.escorts(),
                true);
        plan.holdToRails(open);
        return plan;
    }

    /** The reader has held the load alone to them. A closed phase is paced. */
    private void holdToRails(OpenEnvironment open) {
        Rails rails = open.environment().rails();
        for (LoadPhase phase : phases) {
            double rate = phase.shape() instanceof LoadPhase.Shape.Arriving arriving
                    ? arriving.peakPerSecond() * phase.scenario().size()
                    : 0;
            if (rate <= rails.maxRate() && rate * (1 + escortShare()) > rails.maxRate()) {
                throw new Refusal(String.format(
                        Locale.ROOT,
                        "phase %s of %s offers %.0f/s, and %s of that ride along: together above rails.max-rate, which is"
                                + " %.0f/s; raise it, lower the load, or lower probes.auth.under-load.shares",
                        phase.name(),
                        open.source().name(),
                        rate,
                        Figures.share(escortShare()),
                        rails.maxRate()));
            }
        }
        long turns = plannedTurns();
        if (turns <= rails.maxRequests() && turns * (1 + escortShare()) > rails.maxRequests()) {
            throw new Refusal(String.format(
                    Locale.ROOT,
                    "about %d planned turns and %s of that, which ride along, are above rails.max-requests of %s, which is %d",
                    turns,
                    Figures.share(escortShare()),
                    open.source().name(),
                    rails.maxRequests()));
        }
    }

    private double escortShare() {
        return escorts.stream().mapToDouble(Escort::share).sum();
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
        return new RunPlan(RunManifest.READINESS, checks, List.of(), List.of(), LoadPlan.Engine.standard());
    }

    /** The checks on limits only. */
    static RunPlan rateLimits(OpenEnvironment open) {
        List<Check> checks = open.checks().stream()
                .filter(check -> check.card().id().startsWith("rate-limit."))
                .toList();
        return new RunPlan(RunManifest.RATE_LIMIT, checks, List.of(), List.of(), LoadPlan.Engine.standard());
    }

    /** The most requests that the phases can plan to send; a closed phase has no such number and counts as 0. */
    long plannedTurns() {
        double turns = 0;
        for (LoadPhase phase : phases) {
            if (phase.shape() instanceof LoadPhase.Shape.Arriving arriving) {
                double each = arriving.meanPerSecond(phase.duration())
                        * phase.duration().toNanos()
                        / 1e9;
                turns += each * phase.scenario().size();
            }
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
        lines.add("which is     " + Resolution.line(open.reach().allowList()));
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
        for (Escort escort : phases.isEmpty() ? List.<Escort>of() : escorts) {
            lines.add(String.format(
                    Locale.ROOT,
                    "rides along  %s: %s of the turns, about %d",
                    escort.name(),
                    Figures.share(escort.share()),
                    Math.round(plannedTurns() * escort.share())));
        }
        if (calibrates && !phases.isEmpty()) {
            lines.add("itself       noise floor and headroom of the instrument, up to "
                    + CalibrationPlan.before(1, 1).atMost().toSeconds() + " s against an echo of its own");
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

    /** The same with other statistics of Gatling's own. */
    RunPlan telling(LoadPlan.GatlingStatistics statistics) {
        return new RunPlan(kind, checks, phases, objectives, engine.telling(statistics), escorts, calibrates);
    }

    /** The same without a calibration. */
    RunPlan uncalibrated() {
        return new RunPlan(kind, checks, phases, objectives, engine, escorts, false);
    }

    /** Which model of load a phase is, as reports name it. */
    String model(LoadPhase phase) {
        boolean warmUp = kind.equals(RunManifest.LOAD) && phase.name().equals(WARM_UP);
        return warmUp ? WARM_UP : phase.shape().model();
    }

    private static String shape(LoadPhase phase) {
        LoadPhase.Shape shape = phase.shape();
        String spacing = phase.spacing() == LoadPhase.Spacing.POISSON ? ", at random (Poisson)" : "";
        if (shape instanceof LoadPhase.Shape.Open open) {
            return String.format(Locale.ROOT, "open, %.1f/s", open.perSecond()) + spacing;
        }
        if (shape instanceof LoadPhase.Shape.Ramp ramp) {
            return String.format(Locale.ROOT, "ramp, %.1f/s to %.1f/s", ramp.fromPerSecond(), ramp.toPerSecond())
                    + spacing;
        }
        if (shape instanceof LoadPhase.Shape.Spike spike) {
            return String.format(
                            Locale.ROOT,
                            "spike, %.1f/s, from %.1f s on %.1f/s for %.1f s",
                            spike.basePerSecond(),
                            spike.at().toMillis() / 1e3,
                            spike.peakPerSecond(),
                            spike.lasting().toMillis() / 1e3)
                    + spacing;
        }
        if (shape instanceof LoadPhase.Shape.Replay replay) {
            return "replay of " + replay.offsets().size() + " arrivals";
        }
        return String.format(Locale.ROOT, "closed, %d users", ((LoadPhase.Shape.Closed) shape).users());
    }
}
