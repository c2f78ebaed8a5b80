package dev.seaworthy.ratelimit.verdict;

import java.util.Locale;

/** Numbers as a reader wants them. */
public final class Numbers {
    private Numbers() {}

    /** At most three digits behind the point, and no more than the size warrants. */
    public static String text(double value) {
        String format = Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.3f";
        String digits = String.format(Locale.ROOT, format, value);
        return digits.indexOf('.') < 0 ? digits : digits.replaceFirst("\\.?0+$", "");
    }

    /** Rounded to six significant digits, for records. */
    public static double rounded(double value) {
        return Double.isFinite(value) ? Double.parseDouble(String.format(Locale.ROOT, "%.6g", value)) : value;
    }
}
