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
    /** The 99th percentile of injector lag from which on whatever burdens the injector counts as felt. */
    static final String FELT_LAG_SECONDS = "injector.feltLagSeconds";
    /** A canary may take this long, whatever its noise floor. */
    static final String CANARY_SECONDS = "injector.canarySeconds";
    /** How many times its noise floor a canary may take, and a limit has to be. */
    static final String NOISE_MULTIPLE = "injector.noiseMultiple";
    /** The longest that a thread or a task of an event loop may be kept waiting. */
    static final String PAUSE_SECONDS = "injector.pauseSeconds";
    /** Greatest share of a second that garbage collection, throttling or the hypervisor may take. */
    static final String PAUSED_SHARE = "injector.pausedShare";
    /** From this share on a processor or an event loop counts as busy. */
    static final String BUSY_SHARE = "injector.busyShare";
    /** Greatest share of the file descriptors in use. */
    static final String DESCRIPTOR_SHARE = "injector.descriptorShare";
    /** Greatest share of a second's turns that its books may not account for. */
    static final String BOOKS_SHARE = "injector.booksShare";
    /** Greatest share of saturated seconds at which an injector counts as sound. */
    static final String SATURATED_SHARE = "injector.saturatedShare";
    /** Greatest share of its probed capacity that an injector should be asked for. */
    static final String USED_CAPACITY_SHARE = "injector.usedCapacityShare";
    /** Greatest share of turns that may fail in a step of a journey that no objective covers. */
    static final String STEP_ERROR_RATIO = "journey.stepErrorRatio";

    /** As in the default policy, for manifests of versions that knew fewer thresholds. */
    private static final Map<String, Double> DEFAULTS = Map.ofEntries(
            Map.entry(ACHIEVED_SHARE, 0.95),
            Map.entry(INSTRUMENT_SHARE, 0.01),
            Map.entry(LAG_P99_SECONDS, 0.01),
            Map.entry(FELT_LAG_SECONDS, 0.001),
            Map.entry(CANARY_SECONDS, 0.005),
            Map.entry(NOISE_MULTIPLE, 3.0),
            Map.entry(PAUSE_SECONDS, 0.02),
            Map.entry(PAUSED_SHARE, 0.05),
            Map.entry(BUSY_SHARE, 0.95),
            Map.entry(DESCRIPTOR_SHARE, 0.9),
            Map.entry(BOOKS_SHARE, 0.01),
            Map.entry(SATURATED_SHARE, 0.05),
            Map.entry(USED_CAPACITY_SHARE, 0.6),
            Map.entry(STEP_ERROR_RATIO, 0.05));

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
