package dev.seaworthy.ratelimit;

import dev.seaworthy.ratelimit.header.HttpDate;
import dev.seaworthy.wire.Headers;
import java.time.Duration;
import java.time.Instant;
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
        return HttpDate.parse(headers.first("Date").orElse("")).orElse(ours);
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
        return HttpDate.parse(value)
                .map(date -> atLeastZero(Duration.between(serverClock, date)))
                .orElse(null);
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
}
