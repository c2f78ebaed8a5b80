package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.verdict.Numbers;
import dev.seaworthy.ratelimit.verdict.Section;
import org.jspecify.annotations.Nullable;

/**
 * A declared limit against what was found.
 *
 * @param result CONFIRMED, REFUTED or UNPROVEN
 * @param detail in words
 */
record Comparison(String result, String detail) {
    private static final double CLOSE = 0.03;

    /** YES, NO where a declared limit would have refused long ago, NOT_OBSERVED otherwise. */
    static String enforced(Identification done, @Nullable Declared declared) {
        if (done.enforced()) {
            return "YES";
        }
        boolean refuted =
                declared != null && Frontier.of(done.seen()).refutes(declared.quota(), declared.windowSeconds());
        return refuted ? "NO" : "NOT_OBSERVED";
    }

    static Comparison of(Identification done, Declared declared) {
        if (!done.enforced()) {
            return enforced(done, declared).equals("NO")
                    ? new Comparison("REFUTED", Frontier.of(done.seen()).text())
                    : new Comparison("UNPROVEN", "nothing was refused");
        }
        Confidence confidence = done.confidence();
        if (confidence != Confidence.HIGH && confidence != Confidence.MEDIUM) {
            return new Comparison("UNPROVEN", "what limits here was not identified well enough");
        }
        Limiter found = done.inference().belief().best().limiter();
        double window = found.kind().bucket() || found.kind().composite() ? found.recovery() : window(done);
        String text = Numbers.text(found.capacity()) + " at once, all back after " + Numbers.text(window) + " s";
        boolean same = Math.abs(found.capacity() - declared.quota()) < 0.5
                && Math.abs(window / declared.windowSeconds() - 1) < CLOSE;
        return new Comparison(same ? "CONFIRMED" : "REFUTED", "found " + text);
    }

    Section section(Declared declared) {
        Section section = new Section();
        section.json()
                .putObject("declared")
                .put("source", declared.source())
                .put("quota", declared.quota())
                .put("windowSeconds", declared.windowSeconds())
                .put("result", result)
                .put("detail", detail);
        return section.line(
                "Declared",
                declared.quota() + " per " + Numbers.text(declared.windowSeconds()) + " s: " + result + ", " + detail);
    }

    private static double window(Identification done) {
        Limiter found = done.inference().belief().best().limiter();
        return Parameters.of(found).getOrDefault(Parameters.WINDOW, found.recovery());
    }
}
