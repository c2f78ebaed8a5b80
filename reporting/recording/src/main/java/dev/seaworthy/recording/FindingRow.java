package dev.seaworthy.recording;

import dev.seaworthy.kernel.Execution;
import dev.seaworthy.kernel.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One line of {@code findings.ndjson}.
 *
 * @param check the check's id
 * @param facts named values for the report: strings, numbers, booleans, lists and maps of these
 * @param evidence ids of the exchanges, each a file {@code evidence/<id>.json}
 * @param startedAt UTC
 * @param tookSeconds wall time of the check
 */
public record FindingRow(
        String check,
        Execution execution,
        Verdict verdict,
        String reason,
        Map<String, Object> facts,
        List<String> evidence,
        Instant startedAt,
        double tookSeconds) {}
