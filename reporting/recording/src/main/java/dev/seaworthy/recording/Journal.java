package dev.seaworthy.recording;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What one injector writes: {@code latency.journal} ({@link JournalFrame}), {@code events.ndjson}
 * ({@link Checksummed} lines {@code {"at","kind","facts","crc"}}), {@code health.ndjson} (likewise, of
 * {@link HealthSample}s), and at its end {@code SEALED}, which holds how many records there are and the CRC-32C of the
 * whole journal.
 *
 * <p>Append-only; a call that returns has handed its bytes to the operating system, so that killing this process loses
 * none of them, and {@link #append} has them on the disk. Thread-safe. Every method throws {@link RecordingFailure} when
 * it cannot write, and {@link SecretLeak} when asked to write a secret.
 */
public final class Journal implements AutoCloseable {
    static final String LATENCY = "latency.journal";
    static final String EVENTS = "events.ndjson";
    static final String HEALTH = "health.ndjson";
    static final String SEALED = "SEALED";
    /** The kind of event that counts failures by signature. */
    static final String ERRORS = "errors";

    /** What a tag of HdrHistogram's log can carry; anything else makes its reader lose intervals. */
    private static final Pattern OPERATION = Pattern.compile("[A-Za-z0-9._:/-]+");

    private final Path folder;
    private final SecretGuard guard;
    private final TimeSource time;
    private final AppendFile latency;
    private final AppendFile events;
    private final AppendFile health;
    private final JournalRecord.Encoder encoder = new JournalRecord.Encoder();
    private final CRC32C crc = new CRC32C();
    private long records;
    private long bytes;
    private long eventLines;
    private long healthLines;
    private boolean closed;

    Journal(Path folder, SecretGuard guard, TimeSource time) {
        this.folder = folder;
        this.guard = guard;
        this.time = time;
        try {
            Path journal = folder.resolve(LATENCY);
            if (Files.exists(folder.resolve(SEALED)) || (Files.exists(journal) && Files.size(journal) > 0)) {
                throw new RecordingFailure(folder + " holds the recording of another injector; number them apart");
            }
            Files.createDirectories(folder);
            this.latency = new AppendFile(journal);
            this.events = new AppendFile(folder.resolve(EVENTS));
            this.health = new AppendFile(folder.resolve(HEALTH));
            WholeFile.syncFolder(folder);
        } catch (IOException e) {
            throw new RecordingFailure(folder, e);
        }
    }

    /** Marks the beginning of a phase of load, as an event of kind {@code phase}. */
    public void begin(String phase) {
        event("phase", Map.of("phase", phase));
    }

    /** Records what the operations did in one interval, and returns once it is on the disk. */
    public synchronized void append(String phase, List<OperationInterval> intervals) {
        for (OperationInterval interval : intervals) {
            requireName(phase, interval.operation());
            write(new JournalRecord.Interval(records, new RecordedInterval(phase, interval)));
        }
        if (!intervals.isEmpty()) {
            latency.sync();
        }
    }

    /**
     * Records how many turns the schedule asked for; several records of one phase and operation add up.
     *
     * @param turns 0 or more
     */
    public synchronized void scheduled(String phase, String operation, long turns) {
        requireName(phase, operation);
        if (turns < 0) {
            throw new IllegalArgumentException("a schedule cannot ask for " + turns + " turns");
        }
        write(new JournalRecord.Scheduled(records, phase, operation, turns));
    }

    /**
     * Records what went wrong with an operation in one interval, as an event.
     *
     * @param signatures how many turns failed with which words
     */
    public void errors(String phase, String operation, Map<String, Long> signatures) {
        event(ERRORS, Map.of("phase", phase, "operation", operation, "signatures", signatures));
    }

    /** Records that something happened; a line of {@code events.ndjson}. */
    public synchronized void event(String kind, Map<String, ?> facts) {
        requireOpen();
        RecordedEvent event = new RecordedEvent(time.wallClock(), kind, new LinkedHashMap<>(facts));
        events.appendLine(line(EVENTS, event));
        eventLines++;
    }

    /** Records what the instrument found out about itself, as an event of kind {@code calibration}. */
    public void calibration(Calibration calibration) {
        event(Calibration.KIND, Json.members(calibration));
    }

    /** Records how the injector itself is; a line of {@code health.ndjson}. */
    public synchronized void health(HealthSample sample) {
        requireOpen();
        health.appendLine(line(HEALTH, sample));
        healthLines++;
    }

    /** Says that nothing is missing, and closes. */
    public synchronized void seal() {
        requireOpen();
        latency.sync();
        events.sync();
        health.sync();
        close();
        Seal seal = new Seal(
                records, bytes, String.format("%08x", crc.getValue()), eventLines, healthLines, time.wallClock());
        WholeFile.write(folder.resolve(SEALED), Checksummed.document(Json.pretty(seal)));
    }

    /** Closes the files. Without {@link #seal()} before it, the recording stays unsealed, and readers say so. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            latency.close();
            events.close();
            health.close();
        }
    }

    private void write(JournalRecord journalRecord) {
        requireOpen();
        JournalRecord.Growing frame = encoder.encode(journalRecord);
        latency.append(frame.array(), frame.size());
        crc.update(frame.array(), 0, frame.size());
        bytes += frame.size();
        records++;
    }

    private String line(String file, Object content) {
        return Checksummed.line(guard.json(relative(file), Json.line(content)));
    }

    private void requireName(String phase, String operation) {
        guard.text(relative(LATENCY), phase + "\n" + operation);
        if (!OPERATION.matcher(operation).matches()) {
            throw new IllegalArgumentException(
                    "operation '" + operation + "' must consist of letters, digits, dots and dashes");
        }
    }

    private String relative(String file) {
        return RunDirectory.INJECTORS + "/" + folder.getFileName() + "/" + file;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the journal " + folder + " is closed");
        }
    }

    /** The content of {@code SEALED}. */
    record Seal(long records, long bytes, String crc32c, long events, long health, Instant sealedAt) {}
}
