package dev.seaworthy.statistics;

/** What "it never happened" is worth. */
public final class RuleOfThree {
    private RuleOfThree() {}

    /**
     * The share below which something lies with 95 % confidence that happened in none of n independent trials:
     * {@code 1 - 0.05^(1/n)}, which is a little below {@code 3/n}. With no trials, 1: nothing is known.
     *
     * @throws IllegalArgumentException if n is negative
     */
    public static double upperBound(long n) {
        if (n < 0) {
            throw new IllegalArgumentException("there cannot be " + n + " trials");
        }
        return n == 0 ? 1 : -Math.expm1(Math.log(0.05) / n);
    }
}
