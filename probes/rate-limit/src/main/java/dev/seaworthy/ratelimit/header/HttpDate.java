package dev.seaworthy.ratelimit.header;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Dates of HTTP. RFC 9110 section 5.6.7 obliges recipients to take all three forms. */
public final class HttpDate {
    private static final DateTimeFormatter RFC_850 = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, 1990)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.US);
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US);

    private HttpDate() {}

    /** The instant that a value names; empty where it is no date. */
    public static Optional<Instant> parse(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException notTheCommonForm) {
            return obsolete(value);
        }
    }

    private static Optional<Instant> obsolete(String value) {
        for (DateTimeFormatter form : List.of(RFC_850, ASCTIME)) {
            try {
                return Optional.of(LocalDateTime.parse(value, form).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException notThisForm) {
                // The next form may fit; a value that fits none is reported as unreadable.
                continue;
            }
        }
        return Optional.empty();
    }
}
