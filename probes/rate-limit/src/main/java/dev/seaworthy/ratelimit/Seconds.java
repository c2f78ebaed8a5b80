package dev.seaworthy.ratelimit;

import java.util.Locale;

/** Durations as a reader wants them. */
final class Seconds {
    private Seconds() {}

    /** E.g. {@code 1.05 s} or {@code 14 ms}. */
    static String text(long nanos) {
        if (Math.abs(nanos) < 1_000_000_000L) {
            return String.format(Locale.ROOT, "%.0f ms", nanos / 1e6);
        }
        String digits = String.format(Locale.ROOT, "%.2f", nanos / 1e9);
        return digits.replaceFirst("\\.?0+$", "") + " s";
    }

    /** Seconds as a decimal with microseconds, for facts. */
    static double decimal(long nanos) {
        return Math.round(nanos / 1e3) / 1e6;
    }
}
