package dev.seaworthy.readiness;

import java.util.ArrayList;
import java.util.List;

/** Places figures on a length, and knows where round figures lie. */
final class Axis {
    private final double low;
    private final double high;
    private final boolean logarithmic;
    private final double from;
    private final double to;

    private Axis(double low, double high, boolean logarithmic, double from, double to) {
        this.low = low;
        this.high = high;
        this.logarithmic = logarithmic;
        this.from = from;
        this.to = to;
    }

    /** An even axis from zero to a round figure above {@code high}. */
    static Axis fromZero(double high, double from, double to) {
        double step = step(high > 0 ? high : 1);
        return new Axis(0, Math.ceil((high > 0 ? high : 1) / step) * step, false, from, to);
    }

    /** An even axis with exactly these ends. */
    static Axis between(double low, double high, double from, double to) {
        return new Axis(low, high > low ? high : low + 1, false, from, to);
    }

    /** Even from zero where the figures are close together, logarithmic where they are not. All above zero. */
    static Axis fitting(double low, double high, double from, double to) {
        if (!(low > 0) || high / low < 25) {
            return fromZero(high, from, to);
        }
        return new Axis(roundDown(low), roundUp(high), true, from, to);
    }

    double at(double value) {
        double share = logarithmic
                ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
                : (value - low) / (high - low);
        return from + (to - from) * Math.max(0, Math.min(1, share));
    }

    /** Round figures, at most about six. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            double[] digits = high / low > 200 ? new double[] {1} : new double[] {1, 2, 5};
            for (int power = (int) Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
                for (double digit : digits) {
                    double tick = digit * Math.pow(10, power);
                    if (tick >= low * 0.999 && tick <= high * 1.001) {
                        ticks.add(tick);
                    }
                }
            }
            return ticks;
        }
        double step = step(high - low);
        for (int i = 0; low + i * step <= high * 1.0001; i++) {
            ticks.add(low + i * step);
        }
        return ticks;
    }

    private static double step(double span) {
        double rough = span / 4;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double digit = rough / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }

    private static double roundDown(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double digit = value / power;
        return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
    }

    private static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double digit = value / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }
}
