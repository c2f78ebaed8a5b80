package dev.seaworthy.readiness;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as people read them: three digits that count, and a unit that fits. Pure; no locale. */
public final class Figures {
    static final String NONE = "–";
    private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_UP);

    private Figures() {}

    /** {@code 240 ns}, {@code 3.21 µs}, {@code 12.4 ms}, {@code 1.05 s}, {@code 2 min 5 s}. */
    public static String seconds(@Nullable Double seconds) {
        if (seconds == null || !Double.isFinite(seconds)) {
            return NONE;
        }
        double magnitude = Math.abs(seconds);
        if (magnitude == 0) {
            return "0 s";
        }
        if (magnitude < 999.5e-9) {
            return plain(seconds * 1e9) + " ns";
        }
        if (magnitude < 999.5e-6) {
            return plain(seconds * 1e6) + " µs";
        }
        if (magnitude < 0.9995) {
            return plain(seconds * 1e3) + " ms";
        }
        if (magnitude < 119.5) {
            return plain(seconds) + " s";
        }
        return lasting(Math.round(seconds));
    }

    /** {@code 0:00}, {@code 1:30}, {@code 2:00:00}. */
    static String clock(long seconds) {
        String rest =
                String.format(Locale.ROOT, seconds >= 3600 ? "%02d:%02d" : "%d:%02d", seconds / 60 % 60, seconds % 60);
        return seconds >= 3600 ? seconds / 3600 + ":" + rest : rest;
    }

    /** {@code 0.13 %}. */
    public static String share(@Nullable Double ratio) {
        return ratio == null || !Double.isFinite(ratio) ? NONE : plain(ratio * 100) + " %";
    }

    /** {@code 49.8/s}. */
    public static String rate(@Nullable Double perSecond) {
        return perSecond == null || !Double.isFinite(perSecond) ? NONE : plain(perSecond) + "/s";
    }

    /** Thousands apart: {@code 12 345}, with a thin space. */
    public static String count(@Nullable Long count) {
        if (count == null) {
            return NONE;
        }
        StringBuilder text = new StringBuilder(Long.toString(Math.abs(count)));
        for (int i = text.length() - 3; i > 0; i -= 3) {
            text.insert(i, '\u202f');
        }
        return (count < 0 ? "−" : "") + text;
    }

    /** {@code p50}, {@code p99}, {@code p99.9}. */
    public static String quantile(double q) {
        return "p"
                + new BigDecimal(q * 100)
                        .round(new MathContext(7))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** Three digits that count; whole numbers from 1000 up are not cut. */
    static String plain(double value) {
        if (Math.abs(value) >= 1000) {
            return count(Math.round(value));
        }
        BigDecimal rounded = new BigDecimal(value).round(THREE);
        String text = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        return text.replace("-", "−");
    }

    /** A figure of a cross-check, by the unit that its name ends in. */
    static String figure(String name, double value) {
        return name.endsWith("Seconds") ? seconds(value) : plain(value);
    }

    /** One noun for one, another for many. */
    static String many(long count, String one, String more) {
        return count(count) + " " + (count == 1 ? one : more);
    }

    private static String lasting(long seconds) {
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        long rest = seconds % 60;
        String text = hours > 0 ? hours + " h " + minutes + " min" : minutes + " min";
        return rest == 0 || hours > 0 ? text : text + " " + rest + " s";
    }
}
