package dev.seaworthy.ratelimit.header;

import dev.seaworthy.wire.Headers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one answer announces about a limit. Immutable.
 *
 * @param forms which forms it uses, e.g. {@code draft-08}, {@code x-ratelimit}
 * @param quotas the limits that it names
 * @param remaining what it says is left
 * @param waits when one may come back; the one that takes precedence first
 * @param defects what cannot be read, or is not what the form asks for
 */
public record Announcement(
        Set<String> forms, List<Quota> quotas, List<Remaining> remaining, List<Wait> waits, List<Defect> defects) {
    public Announcement {
        forms = Set.copyOf(forms);
        quotas = List.copyOf(quotas);
        remaining = List.copyOf(remaining);
        waits = List.copyOf(waits);
        defects = List.copyOf(defects);
    }

    /**
     * A limit.
     *
     * @param field that names it
     * @param amount requests
     * @param seconds of its window, above 0; null where the field does not say
     */
    public record Quota(String field, long amount, @Nullable Double seconds) {}

    /** What a field says is left; may be negative, which is a defect. */
    public record Remaining(String field, long amount) {}

    /**
     * When one may come back.
     *
     * @param value as written
     * @param seconds of silence from the answer on, 0 or more
     */
    public record Wait(String field, String value, double seconds) {}

    /** Something wrong with a field, in words. */
    public record Defect(String field, String value, String fault) {}

    /**
     * Reads an answer.
     *
     * @param serverClock the server's clock when it made the answer
     */
    public static Announcement in(Headers headers, Instant serverClock) {
        return new AnnouncementReader(headers, serverClock).read();
    }

    /** The wait that a client has to obey. */
    public Optional<Wait> wait(String field) {
        return waits.stream()
                .filter(wait -> wait.field().equalsIgnoreCase(field))
                .findFirst();
    }
}
