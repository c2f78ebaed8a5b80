package dev.seaworthy.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.SecretVault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.TreeMap;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HistogramLogTest {
    @TempDir
    Path parent;

    private final Map<String, Long> expected = new TreeMap<>();
    private int lines;

    @BeforeEach
    void record() {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), new SecretVault(), Samples.TIME);
        Random random = new Random(31);
        for (int number = 1; number <= 2; number++) {
            try (Journal journal = run.injector(number)) {
                for (int second = 0; second < 5; second++) {
                    for (String operation : List.of("auth.login", "ws.echo")) {
                        var interval = Samples.interval(random, operation, second);
                        journal.append("steady", List.of(interval));
                        count(operation + "|rt", interval.response());
                        count(operation + "|st", interval.service());
                    }
                }
                journal.seal();
            }
        }
    }

    private void count(String tag, Histogram histogram) {
        expected.merge(tag, histogram.getTotalCount(), Long::sum);
        lines += histogram.getTotalCount() > 0 ? 1 : 0;
    }

    @Test
    void the_stock_reader_reads_every_interval() throws IOException {
        Map<String, Long> found = new TreeMap<>();
        int read = 0;
        HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(log()));
        double last = 0;
        while (reader.hasNext()) {
            EncodableHistogram histogram = reader.nextIntervalHistogram();
            assertThat(histogram).as("interval %d", read).isNotNull();
            found.merge(histogram.getTag(), ((Histogram) histogram).getTotalCount(), Long::sum);
            assertThat((double) histogram.getStartTimeStamp()).isGreaterThanOrEqualTo(last);
            last = histogram.getStartTimeStamp();
            read++;
        }
        assertThat(read).isEqualTo(lines);
        assertThat(found).isEqualTo(expected);
        assertThat(reader.getStartTimeSec()).isEqualTo(Samples.START.toEpochMilli() / 1000.0);
    }

    @Test
    void the_same_recording_gives_the_same_bytes_in_every_time_zone() throws IOException {
        byte[] here = log();
        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
            assertThat(log()).isEqualTo(here);
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_disk_is_not_passed_over() {
        RecordedRun run = RunDirectory.open(parent.resolve("r1")).read();
        assertThatThrownBy(() -> {
                    try (FileOutputStream out = new FileOutputStream("/dev/full")) {
                        HistogramLog.write(run, out);
                    }
                })
                .isInstanceOf(IOException.class);
    }

    private byte[] log() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HistogramLog.write(RunDirectory.open(parent.resolve("r1")).read(), out);
        return out.toByteArray();
    }
}
