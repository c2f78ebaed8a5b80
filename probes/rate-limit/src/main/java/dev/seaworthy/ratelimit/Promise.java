package dev.seaworthy.ratelimit;

import dev.seaworthy.wire.Headers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a refusal says that one may come back.
 *
 * @param field the header field that says so
 * @param value its value
 * @param silence from the receipt of the answer, or null where the value cannot be read
 */
record Promise(String field, String value, @Nullable Duration silence) {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");
    private static final Pattern DRAFT = Pattern.compile("(?:^|[;,\\s])(?:t|reset)\\s*=\\s*(\\d{1,18})");
    private static final long SMALLEST_EPOCH_SECOND = 100_000_000L;
    private static final long SMALLEST_EPOCH_MILLI = 100_000_000_000L;
    private static final List<String> RESETS =
            List.of("RateLimit-Reset", "X-RateLimit-Reset", "X-Rate-Limit-Reset", "X-Rate-Limit-Retry-After-Seconds");

    // RFC 9110 section 5.6.7 obliges recipients to take all three forms of a date.
    private static final DateTimeFormatter RFC_850 = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, 1990)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.US);
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US);

    /**
     * Reads the promise of an answer. {@code Retry-After} takes precedence over every rate-limit field.
     *
     * @param serverClock the wall clock at which the answer was made: its Date field, or ours
     */
    static Optional<Promise> in(Headers headers, Instant serverClock) {
        Optional<String> retryAfter = headers.first("Retry-After");
        if (retryAfter.isPresent()) {
            String value = retryAfter.get();
            return Optional.of(new Promise("Retry-After", value, retryAfter(value, serverClock)));
        }
        Optional<String> combined = headers.first("RateLimit");
        if (combined.isPresent()) {
            Matcher matcher = DRAFT.matcher(combined.get());
            if (matcher.find()) {
                return Optional.of(new Promise("RateLimit", combined.get(), reset(matcher.group(1), serverClock)));
            }
        }
        for (String field : RESETS) {
            Optional<String> value = headers.first(field);
            if (value.isPresent()) {
                return Optional.of(new Promise(field, value.get(), reset(value.get(), serverClock)));
            }
        }
        return Optional.empty();
    }

    /** The server's clock as its answer shows it. */
    static Instant serverClock(Headers headers, Instant ours) {
        Instant date = date(headers.first("Date").orElse(""));
        return date == null ? ours : date;
    }

    /** The fields of an answer that announce a limit, as written. */
    static List<String> announcements(Headers headers) {
        List<String> found = new ArrayList<>();
        headers.fields().forEach(field -> {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (name.equals("retry-after") || name.startsWith("ratelimit") || name.startsWith("x-rate")) {
                found.add(field.name() + ": " + field.value());
            }
        });
        return found;
    }

    private static @Nullable Duration retryAfter(String value, Instant serverClock) {
        if (SECONDS.matcher(value).matches()) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        Instant date = date(value);
        return date == null ? null : atLeastZero(Duration.between(serverClock, date));
    }

    /** Delta seconds, epoch seconds or epoch milliseconds, told apart by their size. */
    private static @Nullable Duration reset(String value, Instant serverClock) {
        if (!SECONDS.matcher(value).matches()) {
            return null;
        }
        long number = Long.parseLong(value);
        if (number >= SMALLEST_EPOCH_MILLI) {
            return atLeastZero(Duration.between(serverClock, Instant.ofEpochMilli(number)));
        }
        return number >= SMALLEST_EPOCH_SECOND
                ? atLeastZero(Duration.between(serverClock, Instant.ofEpochSecond(number)))
                : Duration.ofSeconds(number);
    }

    private static Duration atLeastZero(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static @Nullable Instant date(String value) {
        try {
            return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException notTheCommonForm) {
            return obsoleteDate(value);
        }
    }

    private static @Nullable Instant obsoleteDate(String value) {
        for (DateTimeFormatter form : List.of(RFC_850, ASCTIME)) {
            try {
                return LocalDateTime.parse(value, form).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException notThisForm) {
                // The next form may fit; a value that fits none is reported as unreadable.
                continue;
            }
        }
        return null;
    }
}
