package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.confirm.Allowance;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.verdict.Numbers;

/**
 * A declared limit against what was identified.
 *
 * @param same whether they agree
 * @param detail in words
 */
public record Comparison(boolean same, String detail) {
    private static final double CLOSE = 0.03;

    static Comparison of(Identification done, Allowance declared) {
        Limiter found = done.inference().belief().best().limiter();
        double recovery = found.kind().bucket() || found.kind().composite() ? found.recovery() : window(found);
        boolean amount = Math.abs(found.capacity() - declared.capacity()) < 0.5;
        boolean pace = Math.abs(recovery / declared.recovery() - 1) < CLOSE;
        String text = Numbers.text(found.capacity()) + " at once, all back after " + Numbers.text(recovery) + " s";
        // A bucket that gives back a window's quota in that window is another promise than a window.
        boolean kind = found.kind().bucket() == declared instanceof Allowance.Bucket;
        long times = Math.round(found.capacity() / declared.capacity());
        boolean nodes = pace && times >= 2 && Math.abs(found.capacity() - times * declared.capacity()) < 0.5;
        return new Comparison(
                amount && pace && kind,
                text
                        + (nodes ? ", " + times + " times the amount, as if each of so many nodes counted alone" : "")
                        + (amount && pace && !kind
                                ? ", but by another rule: " + found.kind().label()
                                : ""));
    }

    private static double window(Limiter found) {
        return Parameters.of(found).getOrDefault(Parameters.WINDOW, found.recovery());
    }
}
