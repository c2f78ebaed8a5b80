package dev.seaworthy.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many in a period, as a contract writes it: {@code 50/s}, {@code 600/m}, {@code 1000/h}.
 *
 * @param count how many, 0 or more
 * @param per a second, a minute or an hour
 */
public record Rate(double count, Duration per) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)/([smh])");

    /** Reads a rate; empty for any other text. */
    public static Optional<Rate> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Duration per = switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
        return Optional.of(new Rate(Double.parseDouble(matcher.group(1)), per));
    }

    /** The same rate, counted by the second. */
    public double perSecond() {
        return count / per.toSeconds();
    }
}
