package dev.seaworthy.auth.load;

import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.LoadStep;
import dev.seaworthy.kernel.OperationInterval;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * What became of one kind of request, step by step of the load. Thread-safe: a lock for each kind, taken by the few turns
 * that ride along.
 */
final class Tally {
    private static final int EXCHANGES_A_STEP = 2;
    private static final int EXCHANGES = 12;

    private final Map<LoadStep, Cell> cells = new LinkedHashMap<>();
    private final List<Exchange> telling = new ArrayList<>();
    private final List<Exchange> usual = new ArrayList<>();

    /**
     * Notes one answer.
     *
     * @param nanos how long the target took; negative where it was not asked
     * @param violation whether this kind must not be read so; the first of each step are kept
     * @param exchange makes the record; asked for the few that are kept
     */
    synchronized void note(LoadStep step, Reading reading, long nanos, boolean violation, Supplier<Exchange> exchange) {
        Cell cell = cells.computeIfAbsent(step, unused -> new Cell());
        cell.count(reading, nanos);
        List<Exchange> kept = violation ? telling : usual;
        long ofStep = violation ? ++cell.violationsSeen : ++cell.othersSeen;
        if (kept.size() < EXCHANGES && ofStep <= EXCHANGES_A_STEP) {
            kept.add(exchange.get());
        }
    }

    /** An answer to a token that had ended by itself: it says nothing. */
    synchronized void stale(LoadStep step) {
        cells.computeIfAbsent(step, unused -> new Cell()).stale++;
    }

    /** Steps in the order in which they came. */
    synchronized List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        cells.forEach((step, cell) -> rows.add(cell.row(step)));
        return rows;
    }

    /** The first violations, with their exchanges. */
    synchronized List<Exchange> violations() {
        return List.copyOf(telling);
    }

    /** The first of the others. */
    synchronized List<Exchange> samples() {
        return List.copyOf(usual);
    }

    /**
     * One step.
     *
     * @param broken answers of 5xx, and none at all
     * @param acceptedTimes how long the target took to accept, nanoseconds
     * @param refusedTimes how long it took to refuse
     */
    record Row(
            LoadStep step,
            long accepted,
            long refused,
            long shed,
            long broken,
            long unclear,
            long stale,
            Histogram acceptedTimes,
            Histogram refusedTimes) {
        /** Answers that say whether the credential is good. */
        long decided() {
            return accepted + refused;
        }

        long sent() {
            return accepted + refused + shed + broken + unclear + stale;
        }
    }

    private static final class Cell {
        private final Map<Reading, Long> counts = new EnumMap<>(Reading.class);
        private final Histogram accepted = new Histogram(1_000, OperationInterval.HIGHEST_NANOS, 2);
        private final Histogram refused = new Histogram(1_000, OperationInterval.HIGHEST_NANOS, 2);
        private long stale;
        private long violationsSeen;
        private long othersSeen;

        void count(Reading reading, long nanos) {
            counts.merge(reading, 1L, Long::sum);
            long time = Math.min(nanos, OperationInterval.HIGHEST_NANOS);
            if (time >= 0 && reading == Reading.ACCEPTED) {
                accepted.recordValue(time);
            } else if (time >= 0 && reading == Reading.REFUSED) {
                refused.recordValue(time);
            }
        }

        Row row(LoadStep step) {
            return new Row(
                    step,
                    of(Reading.ACCEPTED),
                    of(Reading.REFUSED),
                    of(Reading.SHED),
                    of(Reading.BROKEN) + of(Reading.UNANSWERED),
                    of(Reading.UNCLEAR),
                    stale,
                    accepted.copy(),
                    refused.copy());
        }

        private long of(Reading reading) {
            return counts.getOrDefault(reading, 0L);
        }
    }
}
