package dev.seaworthy.auth.load;

import java.util.Locale;
import java.util.function.DoublePredicate;

/** A share of n independent trials, with its exact 95 % interval (Clopper and Pearson, 1934). */
record Share(double low, double high) {
    private static final double TAIL = 0.025;

    /** The interval for {@code k} of {@code n}; {@code n} is at least 1. */
    static Share of(long k, long n) {
        double low = k == 0 ? 0 : solve(p -> 1 - atMost(k - 1, n, p) >= TAIL);
        double high = k == n ? 1 : solve(p -> atMost(k, n, p) <= TAIL);
        return new Share(low, high);
    }

    /** Below which a share lies with 95 % confidence of which none was seen in {@code n} trials: the rule of three. */
    static double bound95(long n) {
        return n < 3 ? 1 : 3.0 / n;
    }

    static String percent(double share) {
        return share == 0 ? "0 %" : String.format(Locale.ROOT, "%.3g %%", share * 100);
    }

    @Override
    public String toString() {
        return percent(low) + " to " + percent(high);
    }

    /** The probability of {@code k} or fewer; summed from the term of {@code k} down, each from the one above it. */
    private static double atMost(long k, long n, double p) {
        if (p <= 0) {
            return 1;
        }
        if (p >= 1) {
            return k >= n ? 1 : 0;
        }
        double odds = p / (1 - p);
        if (k > n * p) {
            // Above the mean the upper tail is the short one.
            double term = Math.exp(logTerm(k + 1, n, p));
            double sum = 0;
            for (long i = k + 1; i <= n && term > sum * 1e-17; i++) {
                sum += term;
                term *= odds * (n - i) / (i + 1);
            }
            return Math.max(0, 1 - sum);
        }
        double term = Math.exp(logTerm(k, n, p));
        double sum = 0;
        for (long i = k; i >= 0 && term > sum * 1e-17; i--) {
            sum += term;
            term *= i / (odds * (n - i + 1));
        }
        return Math.min(1, sum);
    }

    private static double logTerm(long k, long n, double p) {
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p);
    }

    /** Stirling's series from 16 on, where its error is below 1e-13. */
    private static double logFactorial(long n) {
        if (n < 16) {
            double product = 1;
            for (long i = 2; i <= n; i++) {
                product *= i;
            }
            return Math.log(product);
        }
        double inverse = 1.0 / n;
        double square = inverse * inverse;
        return (n + 0.5) * Math.log((double) n)
                - n
                + 0.5 * Math.log(2 * Math.PI)
                + inverse * (1.0 / 12 - square * (1.0 / 360 - square / 1260));
    }

    private static double solve(DoublePredicate holds) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return (low + high) / 2;
    }
}
