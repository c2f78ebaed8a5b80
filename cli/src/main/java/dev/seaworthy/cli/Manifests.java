package dev.seaworthy.cli;

import dev.seaworthy.config.Environment;
import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.recording.RunManifest;
import dev.seaworthy.recording.RunManifest.PlannedCheck;
import dev.seaworthy.recording.RunManifest.PlannedJourney;
import dev.seaworthy.recording.RunManifest.PlannedObjective;
import dev.seaworthy.recording.RunManifest.PlannedPhase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes down a plan as the manifest from which a report can tell what is missing. */
final class Manifests {
    private Manifests() {}

    static RunManifest of(
            OpenEnvironment open, RunPlan plan, RunIdentity identity, String command, Map<String, Double> policy) {
        Environment environment = open.environment();
        String contract = sha256(open.source().text());
        Map<String, String> areas = new LinkedHashMap<>();
        List<PlannedCheck> checks = new ArrayList<>();
        for (Map.Entry<ProbeFactory<?>, Probe> entry : open.probes().entrySet()) {
            ProbeFactory<?> factory = entry.getKey();
            Set<String> ids = new LinkedHashSet<>();
            factory.catalogue().forEach(card -> ids.add(card.id()));
            List<PlannedCheck> own = plan.checks().stream()
                    .map(Check::card)
                    .filter(card -> ids.contains(card.id()))
                    .map(card -> planned(factory.id(), card))
                    .toList();
            if (!own.isEmpty()) {
                areas.put(factory.id(), factory.concern());
                checks.addAll(own);
            }
        }
        boolean loads = !plan.phases().isEmpty();
        return new RunManifest(
                1,
                open.reach().runId(),
                environment.name(),
                environment.description(),
                identity.startedAt(),
                contract,
                identity.seed(),
                command,
                Versions.all(),
                Machine.facts(),
                sha256(environment.name() + "\n" + contract + "\n" + Machine.kind())
                        .substring(0, 12),
                environment.targets().all().stream()
                        .map(URI::toString)
                        .distinct()
                        .toList(),
                areas,
                checks,
                plan.phases().stream().map(phase -> planned(open, plan, phase)).toList(),
                loads ? objectives(plan) : List.of(),
                loads ? journeys(open, plan) : List.of(),
                policy,
                plan.kind(),
                Resolution.shown(open.reach().allowList()));
    }

    private static PlannedCheck planned(String area, CheckCard card) {
        return new PlannedCheck(
                card.id(),
                area,
                card.claim().sentence(),
                card.claim().severity().name(),
                card.claim().source(),
                card.sends(),
                card.expects(),
                card.proves(),
                card.falsifier(),
                card.byHand(),
                card.footprint().safety().code());
    }

    private static PlannedPhase planned(OpenEnvironment open, RunPlan plan, LoadPhase phase) {
        List<String> operations = phase.scenario().stream()
                .flatMap(name -> open.operations().scenario(name).steps().stream())
                .map(operation -> operation.name())
                .distinct()
                .toList();
        return new PlannedPhase(
                phase.name(),
                operations,
                plan.model(phase),
                rate(phase.shape()),
                phase.shape() instanceof LoadPhase.Shape.Closed closed ? (Integer) closed.users() : null,
                phase.duration().toMillis() / 1e3);
    }

    private static @Nullable Double rate(LoadPhase.Shape shape) {
        if (shape instanceof LoadPhase.Shape.Ramp ramp) {
            return ramp.toPerSecond();
        }
        return shape instanceof LoadPhase.Shape.Arriving arriving ? (Double) arriving.peakPerSecond() : null;
    }

    private static List<PlannedObjective> objectives(RunPlan plan) {
        return plan.objectives().stream()
                .map(objective -> new PlannedObjective(
                        objective.operation(),
                        objective.phase(),
                        objective.quantile(),
                        objective.atMostSeconds(),
                        objective.errorRatio()))
                .toList();
    }

    /** Those that this run can follow to their end. */
    private static List<PlannedJourney> journeys(OpenEnvironment open, RunPlan plan) {
        Set<String> followed = new HashSet<>(open.operations().names());
        plan.checks().forEach(check -> followed.add(check.card().id()));
        return open.environment().journeys().stream()
                .filter(journey -> followed.containsAll(journey.steps()))
                .map(journey -> new PlannedJourney(journey.name(), journey.steps(), journey.value()))
                .toList();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
