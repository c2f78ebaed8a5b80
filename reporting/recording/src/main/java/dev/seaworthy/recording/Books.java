package dev.seaworthy.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the seconds of one injector balance: what an instrument that loses, doubles or delays turns in silence cannot
 * do. Pure.
 *
 * <p>Three laws. <em>Arrivals</em>: {@code planned - sent - shed} is by how much those that wait have become more.
 * <em>Turns</em>: {@code sent - ok - failed} is by how much those in flight have. Both hold exactly. <em>Little's
 * law</em>, in the form that needs no steady state: the ages of the turns in flight add up to the integral of their
 * number, less the times that the ended ones took; that sum is never negative, and never above their number times the
 * age of the phase. In a second that begins and ends with nothing in flight this is the law as it is known, average in
 * flight = busy time / time; turns in flight at either edge account for the rest. It holds as well as the average was
 * sampled: see {@link #SAMPLED_SHARE} and {@link #SAMPLED_TURNS}.
 */
public final class Books {
    /** By how much of itself the integral of the number in flight may be off. */
    static final double SAMPLED_SHARE = 0.05;

    /** By how many turns the average in flight may be off however few there are, as it is sampled and not integrated. */
    static final double SAMPLED_TURNS = 0.5;

    private static final Duration HOLE = Duration.ofMillis(500);

    private final List<Imbalance> imbalances = new ArrayList<>();
    private int checked;
    private @Nullable HealthSample before;
    /** Null after a hole, until nothing was in flight once. */
    private @Nullable Ages ages;

    private Books() {}

    /**
     * Checks every sample against the one before it. The first of a phase begins with nothing waiting and nothing in
     * flight. After a hole in the samples nothing is claimed about what is not known.
     *
     * @param samples of one injector, in order
     */
    public static Audit audit(List<HealthSample> samples) {
        Books books = new Books();
        samples.forEach(books::enter);
        return new Audit(books.checked, List.copyOf(books.imbalances));
    }

    private void enter(HealthSample sample) {
        HealthSample last = before;
        boolean begins = last == null || !last.phase().equals(sample.phase());
        before = sample;
        if (begins) {
            ages = new Ages();
        } else if (last != null && isHole(last, sample)) {
            ages = sample.arrivals().inFlight() == 0 ? new Ages() : null;
            return;
        }
        checked++;
        conserve(
                sample,
                begins || last == null ? 0 : last.arrivals().waiting(),
                begins || last == null ? 0 : last.arrivals().inFlight());
        if (ages != null) {
            ages.pass(sample);
            double off = ages.off(sample.arrivals().inFlight());
            if (off != 0) {
                imbalances.add(new Imbalance(sample.at(), sample.phase(), Law.LITTLE, off));
            }
        } else if (sample.arrivals().inFlight() == 0) {
            ages = new Ages();
        }
    }

    private void conserve(HealthSample sample, long waiting, long inFlight) {
        HealthSample.Arrivals now = sample.arrivals();
        note(sample, Law.ARRIVALS, now.planned() - now.sent() - now.shed() - (now.waiting() - waiting));
        note(sample, Law.TURNS, now.sent() - now.ok() - now.failed() - (now.inFlight() - inFlight));
    }

    private void note(HealthSample sample, Law law, long off) {
        if (off != 0) {
            imbalances.add(new Imbalance(sample.at(), sample.phase(), law, off));
        }
    }

    private static boolean isHole(HealthSample last, HealthSample sample) {
        Duration between = Duration.between(last.at(), sample.at());
        Duration covered = Duration.ofNanos((long) (sample.seconds() * 1e9));
        return between.minus(covered).abs().compareTo(HOLE) > 0;
    }

    /** What must hold. */
    public enum Law {
        ARRIVALS,
        TURNS,
        LITTLE
    }

    /**
     * A law that a second broke.
     *
     * @param off by how many arrivals or turns; for Little's law by how many turns on average since the phase began
     */
    public record Imbalance(Instant at, String phase, Law law, double off) {}

    /**
     * The outcome.
     *
     * @param checked samples that could be checked
     * @param imbalances empty if the books balance
     */
    public record Audit(int checked, List<Imbalance> imbalances) {}

    /** The added ages of the turns in flight, by Little's law, since a moment at which there were none. */
    private static final class Ages {
        private double elapsed;
        private double integral;
        private double busy;

        void pass(HealthSample sample) {
            elapsed += sample.seconds();
            integral += sample.arrivals().meanInFlight() * sample.seconds();
            busy += sample.arrivals().busySeconds();
        }

        /** By how much the average in flight is above what can be, or below it as a negative; 0 if it can be. */
        double off(long inFlight) {
            double sum = integral - busy;
            double allowed = SAMPLED_SHARE * Math.max(integral, busy) + SAMPLED_TURNS * elapsed;
            double highest = inFlight * elapsed;
            if (sum < -allowed) {
                return (sum + allowed) / elapsed;
            }
            return sum > highest + allowed ? (sum - highest - allowed) / elapsed : 0;
        }
    }
}
