package dev.seaworthy.readiness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.recording.HistogramLog;
import dev.seaworthy.recording.LeakAudit;
import dev.seaworthy.recording.LeakAuditResult;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RunDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a report beside the recording that it was made from: {@code report.json}, {@code report.html}, {@code report.md},
 * {@code junit.xml}, {@code findings.sarif} and {@code latency.hlog}, and the log of each limiter that was examined. Each is
 * a pure function of the run directory and may be deleted; a file is there whole or not at all.
 */
public final class Renderings {
    /** All that {@link #write} makes. */
    public static final List<String> FILES =
            List.of("report.json", "report.html", "report.md", "junit.xml", "findings.sarif", "latency.hlog");

    /**
     * What the leak audit found. Recorded, not derived: nobody can repeat the search once the process that knew the secrets
     * has ended.
     */
    static final String LEAK_AUDIT = "leak-audit.json";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Renderings() {}

    /**
     * Ends a run: searches what it recorded for its secrets, judges it, writes every form of the report, and searches those,
     * too. To be called once the run is sealed, while its vault is known.
     *
     * @throws DoesNotReconcile if the recording contradicts its plan; nothing is written then but the audit
     * @throws dev.seaworthy.recording.NotARun if it is no run directory
     * @throws UncheckedIOException if the disk does not take it
     */
    public static Report finish(Path runDirectory, SecretVault vault) {
        RecordedRun run = RunDirectory.open(runDirectory).read();
        try {
            for (String file : FILES) {
                Files.deleteIfExists(runDirectory.resolve(file));
            }
            Files.deleteIfExists(runDirectory.resolve(LEAK_AUDIT));
            LeakAuditResult recorded = LeakAudit.scan(runDirectory, vault);
            Report report = finish(runDirectory, run, recorded);
            LeakAuditResult all = LeakAudit.scan(runDirectory, vault);
            return all.clean() == recorded.clean() ? report : finish(runDirectory, run, all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes every form of the report anew, from nothing but the run directory.
     *
     * @throws DoesNotReconcile if the recording contradicts its plan
     * @throws dev.seaworthy.recording.NotARun if it is no run directory
     * @throws UncheckedIOException if the disk does not take it
     */
    public static Report rebuild(Path runDirectory) {
        RecordedRun run = RunDirectory.open(runDirectory).read();
        Report report = Readiness.judge(run, recordedAudit(runDirectory));
        write(runDirectory, run, report);
        return report;
    }

    /**
     * Writes every form of a report.
     *
     * @param run the recording that the report was made from
     * @throws UncheckedIOException if the disk does not take it
     */
    public static void write(Path runDirectory, RecordedRun run, Report report) {
        try {
            write(runDirectory.resolve("report.json"), JsonReport.render(report));
            write(runDirectory.resolve("report.html"), HtmlReport.render(report));
            write(runDirectory.resolve("report.md"), MarkdownReport.render(report));
            write(runDirectory.resolve("junit.xml"), JUnitReport.render(report));
            write(runDirectory.resolve("findings.sarif"), SarifReport.render(report));
            whole(runDirectory.resolve("latency.hlog"), out -> HistogramLog.write(run, out));
            for (Map.Entry<String, String> log : Limits.logs(run).entrySet()) {
                write(runDirectory.resolve(log.getKey()), log.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of {@code report.json}. */
    public static String json(Report report) {
        return JsonReport.render(report);
    }

    private static Report finish(Path runDirectory, RecordedRun run, LeakAuditResult audit) throws IOException {
        write(runDirectory.resolve(LEAK_AUDIT), JSON.writeValueAsString(audit) + "\n");
        Report report = Readiness.judge(run, audit);
        write(runDirectory, run, report);
        return report;
    }

    /** Null also when the file is damaged: an audit that cannot be read shows nothing. */
    private static @Nullable LeakAuditResult recordedAudit(Path runDirectory) {
        Path file = runDirectory.resolve(LEAK_AUDIT);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            LeakAuditResult audit = JSON.readValue(Files.readString(file), LeakAuditResult.class);
            return audit == null || audit.leaks() == null ? null : audit;
        } catch (JsonProcessingException | CharacterCodingException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        whole(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void whole(Path file, Body body) throws IOException {
        Path beside = file.resolveSibling("." + file.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(beside)) {
            body.writeTo(out);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @FunctionalInterface
    private interface Body {
        void writeTo(OutputStream out) throws IOException;
    }
}
