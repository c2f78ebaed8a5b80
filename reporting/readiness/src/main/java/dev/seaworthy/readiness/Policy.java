package dev.seaworthy.readiness;

import dev.seaworthy.kernel.Severity;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The thresholds of a run: those that its manifest fixed, and the defaults for those that it left open. */
record Policy(Map<String, Double> values) {
    /** Least share of the offered turns that must have been made. */
    static final String ACHIEVED_SHARE = "load.achievedShare";
    /** Greatest share of turns that our side may have spoiled or held back. */
    static final String INSTRUMENT_SHARE = "load.instrumentShare";
    /** Greatest 99th percentile of injector lag at which a slow answer is still the target's. */
    static final String LAG_P99_SECONDS = "injector.lagP99Seconds";
    /** Greatest share of turns that may fail in a step of a journey that no objective covers. */
    static final String STEP_ERROR_RATIO = "journey.stepErrorRatio";

    private static final Map<String, Double> DEFAULTS =
            Map.of(ACHIEVED_SHARE, 0.95, INSTRUMENT_SHARE, 0.01, LAG_P99_SECONDS, 0.05, STEP_ERROR_RATIO, 0.05);

    static Policy of(Map<String, Double> declared) {
        Map<String, Double> values = new TreeMap<>(DEFAULTS);
        values.putAll(declared);
        return new Policy(values);
    }

    double value(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no threshold is called " + name);
        }
        return value;
    }

    /** Whether a refutation at this severity vetoes. */
    boolean blocks(Severity severity) {
        String name = "severity." + severity.name().toLowerCase(Locale.ROOT) + ".blocks";
        return values.getOrDefault(name, severity.blocks() ? 1.0 : 0.0) > 0;
    }

    /** Whether every claim of this area has to be proven, whatever its severity. */
    boolean mustProve(String area) {
        return values.getOrDefault("area." + area + ".mustProve", 0.0) > 0;
    }
}
