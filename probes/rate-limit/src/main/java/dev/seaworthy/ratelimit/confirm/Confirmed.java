package dev.seaworthy.ratelimit.confirm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.ratelimit.model.Bucket;
import dev.seaworthy.ratelimit.model.FixedFirst;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.SlidingLog;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a confirmation showed. Drawn from the journal alone; immutable.
 *
 * @param declaration what was declared
 * @param result whether that holds
 * @param form which kind of limiter it is, as far as that was seen
 * @param admitted how many a burst from rest admitted
 * @param lockedOut whether a caller was still refused after a silence of the whole declared recovery
 * @param checks what was tested, in order
 */
public record Confirmed(
        Declaration declaration, Result result, Form form, int admitted, boolean lockedOut, List<Test> checks) {
    /** Whether a declaration holds. */
    public enum Result {
        CONFIRMED,
        REFUTED,
        UNPROVEN
    }

    /** What a declared limit turns out to be. */
    public enum Form {
        FIXED_WINDOW("fixed window opened by the first request"),
        SLIDING_WINDOW("sliding window"),
        BUCKET("token bucket"),
        UNKNOWN("");

        private final String label;

        Form(String label) {
            this.label = label;
        }
    }

    /**
     * One test.
     *
     * @param id C1 to C7
     * @param pass whether it held
     * @param detail in words
     */
    public record Test(String id, boolean pass, String detail) {}

    public Confirmed {
        checks = List.copyOf(checks);
    }

    /** What a journal says about a declaration. */
    public static Confirmed of(Journal journal, Declaration declaration) {
        return new ConfirmationJudge(journal, declaration).judge();
    }

    /** The limiter that was confirmed; empty where it was not. */
    public Optional<Limiter> limiter() {
        if (result != Result.CONFIRMED) {
            return Optional.empty();
        }
        return switch (form) {
            case FIXED_WINDOW ->
                Optional.of(new FixedFirst(admitted, declaration.allowance().recovery()));
            case SLIDING_WINDOW ->
                Optional.of(new SlidingLog(admitted, declaration.allowance().recovery(), false));
            case BUCKET -> {
                Allowance.Bucket bucket = (Allowance.Bucket) declaration.allowance();
                yield Optional.of(new Bucket(bucket.burst(), bucket.perSecond(), bucket.burst()));
            }
            case UNKNOWN -> Optional.empty();
        };
    }

    /** In one line: the result, and why. */
    public String text() {
        long held = checks.stream().filter(Test::pass).count();
        Optional<Test> failed = checks.stream().filter(test -> !test.pass()).findFirst();
        return switch (result) {
            case CONFIRMED ->
                "CONFIRMED" + (form.label.isEmpty() ? "" : " as a " + form.label) + "; " + held + " of " + checks.size()
                        + " tests held";
            case REFUTED ->
                "REFUTED at " + failed.map(Test::id).orElse("-") + ": "
                        + failed.map(Test::detail).orElse("");
            case UNPROVEN -> "UNPROVEN: " + (checks.isEmpty() ? "nothing could be tested" : last().detail());
        };
    }

    private Test last() {
        return checks.get(checks.size() - 1);
    }

    /** What it adds to the verdict. */
    public Section section() {
        Section section = new Section();
        ObjectNode declared = section.json().putObject("declared").put("source", declaration.source());
        if (declaration.allowance() instanceof Allowance.Window window) {
            declared.put("quota", window.quota()).put("windowSeconds", window.seconds());
        } else {
            Allowance.Bucket bucket = (Allowance.Bucket) declaration.allowance();
            declared.put("burst", bucket.burst()).put("ratePerSecond", bucket.perSecond());
        }
        declared.put("result", result.name()).put("form", form.name().toLowerCase(Locale.ROOT));
        ArrayNode tests = declared.putArray("checks");
        checks.forEach(test ->
                tests.addObject().put("id", test.id()).put("pass", test.pass()).put("detail", test.detail()));
        return section.line("Declared", declaration.allowance().text() + " (" + declaration.source() + "): " + text());
    }
}
