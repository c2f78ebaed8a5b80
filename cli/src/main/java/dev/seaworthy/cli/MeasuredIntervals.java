package dev.seaworthy.cli;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.recording.HealthSample;
import dev.seaworthy.simulations.IntervalSink;
import dev.seaworthy.statistics.Percentile;
import dev.seaworthy.statistics.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Keeps what a short run measured in memory: the journal of a measurement that nobody will ask for again. */
final class MeasuredIntervals implements IntervalSink {
    private final List<Histogram> seconds = new ArrayList<>();
    private final Histogram all = OperationInterval.histogram();
    private final Histogram lag = OperationInterval.histogram();
    private final Runnable onBegin;
    private long failed;

    /**
     * Nothing yet.
     *
     * @param onBegin runs when load is about to begin
     */
    MeasuredIntervals(Runnable onBegin) {
        this.onBegin = onBegin;
    }

    @Override
    public void begin(String phase) {
        onBegin.run();
    }

    @Override
    public void append(String phase, List<OperationInterval> intervals) {
        for (OperationInterval interval : intervals) {
            if (interval.operation().startsWith("instrument.")) {
                continue;
            }
            seconds.add(interval.response().copy());
            all.add(interval.response());
            lag.add(interval.lag());
            failed += interval.count() - interval.count(Outcome.OK);
        }
    }

    @Override
    public void scheduled(String phase, String operation, long turns) {}

    @Override
    public void health(HealthSample sample) {}

    @Override
    public void errors(String phase, String operation, Map<String, Long> signatures) {}

    @Override
    public void calibration(Calibration calibration) {}

    @Override
    public void event(String kind, Map<String, ?> details) {}

    /** With their intervals, as every report has them. */
    List<Percentile> percentiles(double... quantiles) {
        return Percentiles.of(all, seconds, quantiles);
    }

    long samples() {
        return all.getTotalCount();
    }

    long failed() {
        return failed;
    }

    double maxSeconds() {
        return all.getMaxValue() / 1e9;
    }

    /** The 99th percentile of injector lag, in seconds. */
    double lagP99() {
        return lag.getValueAtPercentile(99) / 1e9;
    }
}
