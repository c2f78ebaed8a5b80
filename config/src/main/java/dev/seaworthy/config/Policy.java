package dev.seaworthy.config;

import dev.seaworthy.kernel.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The thresholds by which a run is judged.
 *
 * @param name e.g. {@code default}
 * @param description one line, may be empty
 * @param blocking the severities whose refutation stands in the way of shipping, at least one
 * @param mustProve ids of the probes whose claims all have to be proven
 * @param thresholds by the name that reports and manifests use, e.g. {@code load.achievedShare}, in the file's order
 */
public record Policy(
        String name,
        String description,
        Set<Severity> blocking,
        List<String> mustProve,
        Map<String, Threshold> thresholds) {

    /**
     * One number, and why it is that number.
     *
     * @param value in the unit that the threshold's name ends in
     * @param source where it comes from
     */
    public record Threshold(double value, String source) {}

    /** The whole policy as numbers without their sources, for the run's manifest; a yes is 1, a no is 0. */
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        thresholds.forEach((threshold, given) -> values.put(threshold, given.value()));
        for (Severity severity : Severity.values()) {
            String name = severity.name().toLowerCase(Locale.ROOT);
            values.put("severity." + name + ".blocks", blocking.contains(severity) ? 1.0 : 0.0);
        }
        mustProve.forEach(area -> values.put("area." + area + ".mustProve", 1.0));
        return values;
    }
}
