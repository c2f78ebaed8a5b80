package dev.seaworthy.readiness;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.readiness.Report.Bucket;
import dev.seaworthy.recording.OperationTotals;
import dev.seaworthy.recording.SecondSlice;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A phase of one operation in few equal stretches of whole seconds. */
final class Timeline {
    /** More points than this say no more on paper. */
    private static final int MOST = 60;

    private Timeline() {}

    /**
     * The stretches, empty ones included.
     *
     * @param slices of the operation in the phase, by time
     * @param atSeconds when the phase began
     */
    static List<Bucket> of(List<SecondSlice> slices, OperationTotals totals, double atSeconds) {
        Instant from = totals.firstStart().truncatedTo(ChronoUnit.SECONDS);
        long seconds = Math.max(
                1,
                Math.round(
                        Duration.between(totals.firstStart(), totals.lastEnd()).toNanos() / 1e9));
        long width = (seconds + MOST - 1) / MOST;
        int many = (int) ((seconds + width - 1) / width);
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            stretches.add(new Stretch());
        }
        for (SecondSlice slice : slices) {
            long second = Duration.between(from, slice.second()).toSeconds();
            // An interval that begins late in a second may have its middle in the next one.
            int index = (int) Math.max(0, Math.min(many - 1, second / width));
            stretches.get(index).add(slice);
        }
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            // The last stretch may be shorter, and its rate is that of its own length.
            long lasts = Math.min(width, seconds - i * width);
            buckets.add(stretches.get(i).bucket(atSeconds + i * width, (double) lasts));
        }
        return List.copyOf(buckets);
    }

    private static final class Stretch {
        private long count;
        private long errors;
        private @Nullable Histogram response;

        void add(SecondSlice slice) {
            count += slice.count();
            errors += slice.count()
                    - ended(slice, Outcome.OK)
                    - ended(slice, Outcome.INSTRUMENT)
                    - ended(slice, Outcome.NOT_SENT);
            Histogram all = response == null ? OperationInterval.histogram() : response;
            all.add(slice.response());
            response = all;
        }

        Bucket bucket(double atSeconds, double seconds) {
            Histogram all = response;
            if (all == null || all.getTotalCount() == 0) {
                return new Bucket(atSeconds, seconds, count, errors, null, null, null);
            }
            return new Bucket(
                    atSeconds,
                    seconds,
                    count,
                    errors,
                    Estimates.seconds(all.getValueAtPercentile(50)),
                    Estimates.seconds(all.getValueAtPercentile(99)),
                    Estimates.seconds(all.getMaxValue()));
        }

        private static long ended(SecondSlice slice, Outcome outcome) {
            return slice.outcomes().getOrDefault(outcome, 0L);
        }
    }
}
