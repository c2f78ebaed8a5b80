package dev.seaworthy.auth.expiry;

import dev.seaworthy.wire.HttpAnswer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a server's clock is ahead of ours, narrowed down by its {@code Date} headers (RFC 9110 section 6.6.1): each was
 * written between our sending and our receiving, and is cut to the second. Used by one thread.
 */
final class ServerClock {
    /** From which offset on no figure about an expiry is trusted. */
    private static final double TRUSTED_SECONDS = 60;

    private double least = Double.NEGATIVE_INFINITY;
    private double most = Double.POSITIVE_INFINITY;

    /** Takes note of an answer; one without a date says nothing. */
    void note(HttpAnswer answer) {
        if (answer.outcome().answered()) {
            date(answer).ifPresent(date -> narrow(date, sentAt(answer), receivedAt(answer)));
        }
    }

    /** Takes note of a second that began at {@code told} on the server, while we sent and received. */
    void narrow(Instant told, Instant sent, Instant received) {
        least = Math.max(least, seconds(received, told));
        most = Math.min(most, seconds(sent, told.plusSeconds(1)));
    }

    boolean isKnown() {
        return Double.isFinite(least) && Double.isFinite(most);
    }

    /** Whether the dates contradict each other: several clocks answer, or a cache does. */
    boolean isContradictory() {
        return least > most;
    }

    /** How far the server is ahead, in seconds; negative if it is behind. */
    double offset() {
        return (least + most) / 2;
    }

    /** By how much that may be wrong, in seconds. */
    double error() {
        return (most - least) / 2;
    }

    /** The server's time when ours is {@code ours}, in seconds of the epoch. */
    double at(Instant ours) {
        return ours.getEpochSecond() + ours.getNano() / 1e9 + offset();
    }

    /** Why no figure about an expiry can be trusted; empty if it can. */
    Optional<String> doubt() {
        if (!isKnown()) {
            return Optional.of("the target's answers have no Date, so its clock is not known");
        }
        if (isContradictory()) {
            return Optional.of(
                    "the Date headers of the target contradict each other: several clocks answer, or a cache does");
        }
        return Math.abs(offset()) > TRUSTED_SECONDS
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "the target's clock is %.0f s %s this machine's: no figure about expiry is trusted until one of the two is"
                                + " put right",
                        Math.abs(offset()),
                        offset() > 0 ? "ahead of" : "behind"))
                : Optional.empty();
    }

    /** For how long to wait until the next answer halves what is not known: until the middle of a second, by our guess. */
    Duration untilTelling(Instant now) {
        double fraction = at(now) - Math.floor(at(now));
        return Duration.ofNanos((long) ((1 - fraction) * 1e9));
    }

    static Instant sentAt(HttpAnswer answer) {
        return answer.exchange().startedAt();
    }

    static Instant receivedAt(HttpAnswer answer) {
        return sentAt(answer)
                .plusNanos(answer.clocks().completeNanos() - answer.clocks().firedNanos());
    }

    private static Optional<Instant> date(HttpAnswer answer) {
        return answer.headers().first("Date").flatMap(text -> {
            try {
                return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
