package dev.seaworthy.recording;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.recording.RecordedRun.InjectorRecording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Writes {@code latency.hlog}, for the tools that read HdrHistogram's logs: per injector, interval and operation one line
 * tagged {@code operation|rt} with the response times and one tagged {@code operation|st} with the service times of
 * successes, in nanoseconds. Derived; the same recording gives the same bytes.
 */
public final class HistogramLog {
    private HistogramLog() {}

    /**
     * Writes the log.
     *
     * @throws IOException if {@code out} does not take it; HdrHistogram's own writer would keep silent
     */
    public static void write(RecordedRun run, OutputStream out) throws IOException {
        Instant startedAt = run.manifest().startedAt();
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        HistogramLogWriter writer = new HistogramLogWriter(buffer);
        writer.outputLogFormatVersion();
        // Not outputStartTime: that spells the time in the zone of whoever derives the log.
        writer.outputComment(String.format(
                Locale.ROOT,
                "[StartTime: %d.%03d (seconds since epoch), %s]",
                startedAt.getEpochSecond(),
                startedAt.getNano() / 1_000_000,
                startedAt));
        writer.outputBaseTime(startedAt.toEpochMilli());
        writer.setBaseTime(startedAt.toEpochMilli());
        writer.outputLegend();
        for (Line line : ordered(run)) {
            OperationInterval interval = line.intervals().get(line.index()).interval();
            write(writer, interval, "rt", interval.response());
            write(writer, interval, "st", interval.service());
            buffer.writeTo(out);
            buffer.reset();
        }
        buffer.writeTo(out);
        writer.close();
        out.flush();
    }

    private static void write(HistogramLogWriter writer, OperationInterval interval, String kind, Histogram times) {
        if (times.getTotalCount() > 0) {
            Histogram stamped = times.copy();
            stamped.setTag(interval.operation() + "|" + kind);
            stamped.setStartTimeStamp(interval.start().toEpochMilli());
            stamped.setEndTimeStamp(interval.end().toEpochMilli());
            writer.outputIntervalHistogram(stamped);
        }
    }

    private static List<Line> ordered(RecordedRun run) {
        List<Line> ordered = new ArrayList<>();
        for (InjectorRecording injector : run.injectors()) {
            for (int i = 0; i < injector.intervals().size(); i++) {
                OperationInterval interval = injector.intervals().get(i).interval();
                ordered.add(
                        new Line(interval.start(), interval.operation(), injector.number(), injector.intervals(), i));
            }
        }
        ordered.sort(Comparator.comparing(Line::start)
                .thenComparing(Line::operation)
                .thenComparingInt(Line::injector)
                .thenComparingInt(Line::index));
        return ordered;
    }

    /** Where an interval can be read again: keeping all of them decoded would take the memory of a whole run. */
    private record Line(Instant start, String operation, int injector, List<RecordedInterval> intervals, int index) {}
}
