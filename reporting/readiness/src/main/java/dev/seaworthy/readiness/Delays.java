package dev.seaworthy.readiness;

import org.HdrHistogram.Histogram;

/** Time that turns lost before they reached the wire. */
final class Delays {
    static final Report.Delay NONE = new Report.Delay(null, null, null, 0);
    /** The same millisecond from which on the injector counts a turn as late or blocked. */
    private static final long NOTICED_NANOS = 1_000_000;

    private Delays() {}

    static Report.Delay of(Histogram nanos) {
        if (nanos.getTotalCount() == 0) {
            return NONE;
        }
        return new Report.Delay(
                Estimates.seconds(nanos.getValueAtPercentile(50)),
                Estimates.seconds(nanos.getValueAtPercentile(99)),
                Estimates.seconds(nanos.getMaxValue()),
                nanos.getTotalCount() - nanos.getCountBetweenValues(0, NOTICED_NANOS));
    }
}
