package dev.seaworthy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seaworthy.readiness.Figures;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.wire.NativeParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the doctor found. Durations are seconds.
 *
 * @param schemaVersion of this document; 1
 * @param verdict {@code HELD}, {@code REFUTED} or {@code UNPROVEN}
 * @param reasons one sentence each
 * @param calibration the instrument against its own echo, or null where that came to nothing
 */
record DoctorReport(
        int schemaVersion,
        Verdict verdict,
        List<String> reasons,
        List<MachineLimits.Limit> machine,
        NativeParts nativeParts,
        @Nullable Calibration calibration,
        List<KnownTruth.Outcome> knownTruth) {
    /** Ten percent of the shortest stall: what is noisier than that tells nothing of stalls. */
    static final double MOST_NOISE_SECONDS = 0.01;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** May the instrument be trusted here? */
    enum Verdict {
        HELD,
        REFUTED,
        UNPROVEN
    }

    /** Judges what was measured. */
    static DoctorReport of(List<MachineLimits.Limit> machine, NativeParts nativeParts, KnownTruth.Result knownTruth) {
        List<String> missed = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (KnownTruth.Outcome outcome : knownTruth.outcomes()) {
            boolean noisy = noise(outcome) > MOST_NOISE_SECONDS;
            if (noisy) {
                open.add(outcome.stalls() + ": the machine is too busy: noise of " + Figures.seconds(noise(outcome))
                        + " at p99 where " + Figures.seconds(MOST_NOISE_SECONDS)
                        + " is the most that stalls show through");
            }
            for (KnownTruth.Point point : outcome.points()) {
                String where = outcome.stalls() + ": " + Figures.quantile(point.quantile());
                Double low = point.low();
                Double high = point.high();
                if (low == null || high == null) {
                    open.add(where + " is not resolvable with n = " + Figures.count(outcome.samples()));
                } else if (point.truth() > high) {
                    // Noise only adds: what is reported too low is the instrument's own fault.
                    missed.add(where + " is " + Figures.seconds(point.truth()) + ", and at most "
                            + Figures.seconds(high) + " was reported");
                } else if (!point.hit()) {
                    (noisy ? open : missed)
                            .add(where + " is " + Figures.seconds(point.truth()) + ", and at least "
                                    + Figures.seconds(low) + " was reported");
                }
            }
        }
        Verdict verdict = !missed.isEmpty() ? Verdict.REFUTED : open.isEmpty() ? Verdict.HELD : Verdict.UNPROVEN;
        missed.addAll(open);
        return new DoctorReport(
                1, verdict, List.copyOf(missed), machine, nativeParts, knownTruth.calibration(), knownTruth.outcomes());
    }

    /** The greater of what the machine adds without stalls, and of how late the injector was. */
    private static double noise(KnownTruth.Outcome outcome) {
        return outcome.points().stream()
                .filter(point -> point.quantile() == 0.99)
                .mapToDouble(KnownTruth.Point::floor)
                .map(floor -> Math.max(floor, outcome.lagP99()))
                .findFirst()
                .orElseThrow();
    }

    int exitCode() {
        return switch (verdict) {
            case HELD -> ExitCode.READY;
            case REFUTED -> ExitCode.NOT_READY;
            case UNPROVEN -> ExitCode.UNPROVEN;
        };
    }

    String json() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records cannot be written as JSON", e);
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("This machine");
        for (MachineLimits.Limit limit : machine) {
            lines.add(
                    String.format(Locale.ROOT, "%s %-14s %s", limit.tight() ? "!" : " ", limit.name(), limit.value()));
            lines.add(String.format(Locale.ROOT, "  %-14s %s", "", limit.allows()));
            if (limit.tight()) {
                lines.add(String.format(Locale.ROOT, "  %-14s to change it: %s", "", limit.change()));
            }
        }
        lines.add(part("connections", "epoll", "the JDK's NIO", nativeParts.transport()));
        lines.add(part("TLS", "netty-tcnative", "the JDK's", nativeParts.tls()));
        lines.addAll(calibrated());
        for (KnownTruth.Outcome outcome : knownTruth) {
            lines.add("");
            lines.addAll(table(outcome));
        }
        lines.add("");
        lines.add(verdict + "  the instrument "
                + switch (verdict) {
                    case HELD -> "reports what is true, within its own error bars";
                    case REFUTED -> "missed what is true";
                    case UNPROVEN -> "could not be tried here";
                });
        reasons.forEach(reason -> lines.add("  - " + reason));
        return lines;
    }

    private List<String> calibrated() {
        Calibration found = calibration;
        if (found == null || found.floor() == null) {
            return List.of("", "The instrument against its own echo: no answer, so nothing is known");
        }
        Calibration.NoiseFloor floor = found.floor();
        Double capacity = found.capacityPerSecond();
        return List.of(
                "",
                "The instrument against its own echo",
                String.format(
                        Locale.ROOT,
                        "  noise floor    p50 %s, p99 %s, p99.9 %s; a limit below three times that cannot be refuted here",
                        Figures.seconds(floor.at(0.5)),
                        Figures.seconds(floor.at(0.99)),
                        Figures.seconds(floor.at(0.999))),
                "  capacity       "
                        + (capacity == null
                                ? "no rate was held on time"
                                : (found.capacityReached() ? "" : "at least ") + Figures.rate(capacity)
                                        + " begun on time; plan for six tenths of that"));
    }

    private static String part(String what, String usual, String instead, @Nullable String missing) {
        return String.format(
                Locale.ROOT,
                "%s %-14s %s",
                missing == null ? " " : "!",
                what,
                missing == null ? usual : instead + ", because " + usual + " is not there: " + missing);
    }

    private static List<String> table(KnownTruth.Outcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Stalls of %s, %s for %s: n = %s, %d failed, injector lag p99 %s",
                outcome.stalls(),
                Figures.rate(outcome.perSecond()),
                Figures.seconds(outcome.seconds()),
                Figures.count(outcome.samples()),
                outcome.failed(),
                Figures.seconds(outcome.lagP99())));
        lines.add(row("", "truth", "reported", "error bar, joined with noise", "", "naive loop", ""));
        for (KnownTruth.Point point : outcome.points()) {
            Double low = point.low();
            Double high = point.high();
            boolean told = low != null && high != null;
            lines.add(row(
                    Figures.quantile(point.quantile()),
                    Figures.seconds(point.truth()),
                    told ? Figures.seconds(point.value()) : "not resolvable",
                    low == null || high == null
                            ? ""
                            : Figures.seconds(Math.max(0, low - point.floor())) + ".." + Figures.seconds(high),
                    !told ? "" : noise(outcome) > MOST_NOISE_SECONDS ? "noise" : point.hit() ? "hit" : "MISS",
                    Figures.seconds(point.naive()),
                    point.naiveHit() ? "hit" : "miss"));
        }
        return lines;
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, "  %-6s %-10s %-15s %-30s %-5s %-11s %s", (Object[]) cells)
                .stripTrailing();
    }
}
