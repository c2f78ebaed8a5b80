package dev.seaworthy.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as a contract writes them: {@code 250ms}, {@code 30s}, {@code 1.5m}, {@code 2h}. */
public final class DurationText {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s|m|h)");

    private DurationText() {}

    /** Reads a duration, to the nanosecond; empty for any other text. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unitNanos = switch (matcher.group(2)) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitNanos));
        long seconds = nanos.movePointLeft(9).longValue();
        long rest = nanos.subtract(BigDecimal.valueOf(seconds).movePointRight(9))
                .setScale(0, RoundingMode.HALF_UP)
                .longValue();
        return Optional.of(Duration.ofSeconds(seconds, rest));
    }
}
