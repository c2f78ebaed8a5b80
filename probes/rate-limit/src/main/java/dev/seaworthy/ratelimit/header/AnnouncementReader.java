package dev.seaworthy.ratelimit.header;

import dev.seaworthy.wire.Header;
import dev.seaworthy.wire.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one answer. Total: whatever a server writes is read, or becomes a defect. */
final class AnnouncementReader {
    /** Larger numbers are instants, in seconds or, larger still, in milliseconds since 1970. */
    private static final double SMALLEST_EPOCH_SECOND = 1e8;

    private static final double SMALLEST_EPOCH_MILLI = 1e11;
    private static final double LARGEST = 1e15;

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");
    private static final Pattern VENDOR = Pattern.compile(
            "x-rate-?limit-(limit|remaining|reset-after|reset|retry-after-seconds|burst-capacity|replenish-rate)"
                    + "(?:-(second|minute|hour|day))?");
    private static final Map<String, Double> UNITS =
            Map.of("second", 1.0, "minute", 60.0, "hour", 3_600.0, "day", 86_400.0);

    private final Headers headers;
    private final Instant serverClock;
    private final Set<String> forms = new LinkedHashSet<>();
    private final List<Announcement.Quota> quotas = new ArrayList<>();
    private final List<Announcement.Remaining> remaining = new ArrayList<>();
    private final List<Announcement.Wait> waits = new ArrayList<>();
    private final List<Announcement.Defect> defects = new ArrayList<>();

    AnnouncementReader(Headers headers, Instant serverClock) {
        this.headers = headers;
        this.serverClock = serverClock;
    }

    Announcement read() {
        headers.all("Retry-After").forEach(this::retryAfter);
        for (Header header : headers.fields()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            String value = header.value().strip();
            switch (name) {
                case "ratelimit-policy" -> policy(header.name(), value);
                case "ratelimit" -> combined(header.name(), value);
                case "ratelimit-limit" -> limit(header.name(), value);
                case "ratelimit-remaining" -> {
                    forms.add("draft-06");
                    left(header.name(), value);
                }
                case "ratelimit-reset" -> {
                    forms.add("draft-06");
                    reset(header.name(), value);
                }
                default -> vendor(name, header.name(), value);
            }
        }
        return new Announcement(forms, quotas, remaining, waits, defects);
    }

    /** RFC 9110 section 10.2.3: a date, or a whole number of seconds that is not negative. */
    private void retryAfter(String written) {
        String value = written.strip();
        forms.add("retry-after");
        Optional<Instant> date = HttpDate.parse(value);
        if (date.isPresent()) {
            waits.add(until("Retry-After", value, date.get()));
            return;
        }
        OptionalDouble number = number("Retry-After", value);
        if (number.isPresent()) {
            if (number.getAsDouble() != Math.rint(number.getAsDouble())) {
                defect("Retry-After", value, "is not a whole number of seconds");
            }
            if (number.getAsDouble() >= SMALLEST_EPOCH_SECOND) {
                defect("Retry-After", value, "is an instant, where a delay in seconds is asked for");
            }
            wait("Retry-After", value, number.getAsDouble());
        }
    }

    /** {@code "name";q=100;w=60} since draft 08, there or with a bare name; {@code 100;w=60} up to draft 07. */
    private void policy(String field, String value) {
        for (StructuredField.Member member : members(field, value)) {
            if (member.item().kind() == StructuredField.Kind.NUMBER) {
                forms.add("draft-07");
                quota(field, member.item().text(), parameter(member, "w"));
                continue;
            }
            forms.add("draft-08");
            named(field, value, member);
            String quota = parameter(member, "q");
            if (quota == null) {
                defect(field, value, "names no quota q");
            } else {
                quota(field, quota, parameter(member, "w"));
            }
        }
    }

    /** {@code "name";r=50;t=30} since draft 08; {@code limit=100, remaining=50, reset=50} in draft 07. */
    private void combined(String field, String value) {
        for (StructuredField.Member member : members(field, value)) {
            switch (member.key()) {
                case "" -> {
                    forms.add("draft-08");
                    named(field, value, member);
                    String left = parameter(member, "r");
                    if (left == null) {
                        defect(field, value, "says no remaining quota r");
                    } else {
                        left(field, left);
                    }
                    String reset = parameter(member, "t");
                    if (reset != null) {
                        reset(field, reset);
                    }
                }
                case "limit" -> {
                    forms.add("draft-07");
                    quota(field, member.item().text(), null);
                }
                case "remaining" -> left(field, member.item().text());
                case "reset" -> reset(field, member.item().text());
                default -> forms.add("draft-07");
            }
        }
    }

    /** {@code 100, 100;w=60}: the limit that applies, and then the policies (drafts up to 06). */
    private void limit(String field, String value) {
        forms.add("draft-06");
        for (StructuredField.Member member : members(field, value)) {
            quota(field, member.item().text(), parameter(member, "w"));
        }
    }

    private void named(String field, String value, StructuredField.Member member) {
        if (member.item().kind() != StructuredField.Kind.STRING) {
            defect(field, value, "names its policy without quotes, as only draft 08 did");
        }
    }

    private void vendor(String name, String field, String value) {
        Matcher matcher = VENDOR.matcher(name);
        if (!matcher.matches()) {
            return;
        }
        forms.add(name.startsWith("x-rate-") ? "x-rate-limit" : "x-ratelimit");
        String unit = matcher.group(2);
        switch (matcher.group(1)) {
            case "limit" -> quota(field, value, unit == null ? null : Double.toString(UNITS.getOrDefault(unit, 1.0)));
            case "burst-capacity" -> quota(field, value, null);
            case "replenish-rate" -> quota(field, value, "1");
            case "remaining" -> left(field, value);
            default -> reset(field, value);
        }
    }

    private void quota(String field, String value, @Nullable String window) {
        OptionalDouble amount = number(field, value);
        if (amount.isEmpty()) {
            return;
        }
        Double seconds = null;
        if (window != null) {
            OptionalDouble length = number(field, window);
            if (length.isPresent() && length.getAsDouble() > 0) {
                seconds = length.getAsDouble();
            } else {
                defect(field, window, "is no window above 0 s");
            }
        }
        quotas.add(new Announcement.Quota(field, (long) amount.getAsDouble(), seconds));
    }

    private void left(String field, String value) {
        number(field, value)
                .ifPresent(amount -> remaining.add(new Announcement.Remaining(field, (long) Math.floor(amount))));
    }

    private void reset(String field, String value) {
        Optional<Instant> date = HttpDate.parse(value);
        if (date.isPresent()) {
            waits.add(until(field, value, date.get()));
            return;
        }
        OptionalDouble number = number(field, value);
        if (number.isPresent()) {
            if (number.getAsDouble() >= SMALLEST_EPOCH_SECOND && value.indexOf('.') >= 0) {
                defect(field, value, "is a fraction of a second since 1970");
            }
            wait(field, value, number.getAsDouble());
        }
    }

    private void wait(String field, String value, double number) {
        if (number >= SMALLEST_EPOCH_MILLI) {
            waits.add(until(field, value, Instant.ofEpochMilli((long) number)));
        } else if (number >= SMALLEST_EPOCH_SECOND) {
            waits.add(until(field, value, Instant.ofEpochMilli((long) (number * 1e3))));
        } else {
            waits.add(new Announcement.Wait(field, value, number));
        }
    }

    private Announcement.Wait until(String field, String value, Instant instant) {
        double seconds = Duration.between(serverClock, instant).toMillis() / 1e3;
        return new Announcement.Wait(field, value, Math.max(0, seconds));
    }

    private List<StructuredField.Member> members(String field, String value) {
        Optional<List<StructuredField.Member>> members = StructuredField.parse(value);
        if (members.isEmpty()) {
            defect(field, value, "is malformed");
        }
        return members.orElse(List.of());
    }

    private static @Nullable String parameter(StructuredField.Member member, String key) {
        StructuredField.Item item = member.parameters().get(key);
        return item == null ? null : item.text();
    }

    /** A number that is not negative; anything else is a defect. */
    private OptionalDouble number(String field, String value) {
        if (!NUMBER.matcher(value).matches()) {
            defect(field, value, "is no number");
            return OptionalDouble.empty();
        }
        double number = Double.parseDouble(value);
        if (value.charAt(0) == '-') {
            defect(field, value, "is negative");
            return OptionalDouble.empty();
        }
        if (number > LARGEST) {
            defect(field, value, "is beyond any limit");
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(number);
    }

    private void defect(String field, String value, String fault) {
        defects.add(new Announcement.Defect(field, value, fault));
    }
}
