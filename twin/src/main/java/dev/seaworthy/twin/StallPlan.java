package dev.seaworthy.twin;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a server stands still: during a stall every request waits for the stall's end, otherwise none waits. Pure and
 * immutable; all times are nanoseconds after the start of the plan.
 *
 * <p>Written as {@code 100ms/10s}, a stall of 100 ms in the middle of every 10 s, or {@code 1.4s@5s}, one stall of 1.4 s
 * that begins 5 s after the start; several with commas between them. In the middle, so that a run over whole periods that
 * begins with the plan holds whole stalls.
 *
 * @param stalls may overlap; none for a server that never stalls
 */
public record StallPlan(List<Stall> stalls) {
    /** A server that never stalls. */
    public static final StallPlan NONE = new StallPlan(List.of());

    private static final String TIME = "([0-9]{1,6}(?:\\.[0-9]{1,9})?)(ms|s|m)";
    private static final Pattern FORM = Pattern.compile(TIME + "([/@])" + TIME);

    public StallPlan {
        stalls = List.copyOf(stalls);
    }

    /**
     * A stall, once or again and again.
     *
     * @param length of the stall, above zero
     * @param from when it begins, first
     * @param period between the beginnings of two, longer than {@code length}; zero for a stall that happens once
     */
    public record Stall(Duration length, Duration from, Duration period) {
        public Stall {
            if (length.isZero() || length.isNegative() || from.isNegative() || period.isNegative()) {
                throw new IllegalArgumentException("a stall needs a length above zero");
            }
            if (!period.isZero() && period.compareTo(length) <= 0) {
                throw new IllegalArgumentException(
                        "a stall of " + text(length) + " does not fit in a period of " + text(period));
            }
        }

        /** The end of the stall that {@code at} falls into, or {@code at}. */
        private long endNanos(long at) {
            long since = at - from.toNanos();
            if (since < 0) {
                return at;
            }
            long within = period.isZero() ? since : since % period.toNanos();
            return within < length.toNanos() ? at - within + length.toNanos() : at;
        }

        @Override
        public String toString() {
            return text(length) + (period.isZero() ? "@" + text(from) : "/" + text(period));
        }
    }

    /**
     * Reads a plan.
     *
     * @throws IllegalArgumentException for any other text; the message says what is wrong in one line
     */
    public static StallPlan parse(String text) {
        List<Stall> stalls = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = FORM.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("\"" + part.strip()
                        + "\" is no stall; write LENGTH/PERIOD such as 100ms/10s, or LENGTH@OFFSET such as 1.4s@5s");
            }
            Duration length = duration(matcher.group(1), matcher.group(2));
            Duration other = duration(matcher.group(4), matcher.group(5));
            stalls.add(matcher.group(3).equals("/") ? each(length, other) : new Stall(length, other, Duration.ZERO));
        }
        return new StallPlan(stalls);
    }

    private static Stall each(Duration length, Duration period) {
        if (period.compareTo(length) <= 0) {
            throw new IllegalArgumentException(
                    "a stall of " + text(length) + " does not fit in a period of " + text(period));
        }
        return new Stall(length, period.minus(length).dividedBy(2), period);
    }

    /** When a request that arrives at {@code at} is answered: at once, or at the end of the stall. */
    public long releaseNanos(long at) {
        long release = at;
        boolean later = true;
        // The end of one stall may lie inside another.
        while (later) {
            later = false;
            for (Stall stall : stalls) {
                long end = stall.endNanos(release);
                later |= end > release;
                release = Math.max(release, end);
            }
        }
        return release;
    }

    @Override
    public String toString() {
        return stalls.isEmpty()
                ? "no stalls"
                : String.join(",", stalls.stream().map(Stall::toString).toList());
    }

    private static Duration duration(String number, String unit) {
        long nanos = switch (unit) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            default -> 60_000_000_000L;
        };
        return Duration.ofNanos(
                new BigDecimal(number).multiply(BigDecimal.valueOf(nanos)).longValue());
    }

    private static String text(Duration duration) {
        BigDecimal millis = BigDecimal.valueOf(duration.toNanos(), 6).stripTrailingZeros();
        return millis.compareTo(BigDecimal.valueOf(1000)) < 0
                ? millis.toPlainString() + "ms"
                : millis.movePointLeft(3).stripTrailingZeros().toPlainString().toLowerCase(Locale.ROOT) + "s";
    }
}
