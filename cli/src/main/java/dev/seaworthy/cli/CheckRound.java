package dev.seaworthy.cli;

import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Execution;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Moment;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.StopRules;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.recording.FindingRow;
import dev.seaworthy.recording.RunDirectory;
import dev.seaworthy.recording.SecretLeak;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs checks one after the other and writes each finding as soon as it is there.
 *
 * <p>What a check throws becomes an ERROR, and so does a check that does not come back: neither is charged to the target.
 */
final class CheckRound {
    private static final String LIMITS = "rate-limit.";

    private final RunDirectory directory;
    private final SecretVault vault;
    private final TimeSource time;
    private final RequestBudget budget;
    private final Console console;
    private final Interruption interruption;

    CheckRound(RunDirectory directory, Reach reach, Console console, Interruption interruption) {
        this.directory = directory;
        this.vault = reach.vault();
        this.time = reach.time();
        this.budget = reach.budget();
        this.console = console;
        this.interruption = interruption;
    }

    /** Runs all, or as many as an interruption lets through; returns what was written. */
    List<FindingRow> run(List<Check> checks) {
        List<FindingRow> rows = new ArrayList<>();
        for (Check check : checks) {
            if (interruption.requested()) {
                break;
            }
            console.status(String.format(
                    Locale.ROOT,
                    "checks  %d of %d  %s",
                    rows.size() + 1,
                    checks.size(),
                    check.card().id()));
            rows.add(runOne(check));
        }
        return rows;
    }

    /** Limits are examined by exceeding them: their refusals say nothing about whether to go on. */
    private FindingRow runOne(Check check) {
        boolean exceeds = check.card().id().startsWith(LIMITS);
        if (exceeds) {
            budget.rules().ifPresent(StopRules::pause);
        }
        try {
            return runTimed(check);
        } finally {
            if (exceeds) {
                budget.rules().ifPresent(StopRules::resume);
            }
        }
    }

    /** Writes of each that it was not run, and why. */
    void skip(List<Check> checks, String reason) {
        for (Check check : checks) {
            var unused = record(
                    check,
                    new Result(Execution.DONE, Finding.skipped(check.card().claim(), reason)),
                    time.wallClock(),
                    time.nanos());
        }
    }

    private FindingRow runTimed(Check check) {
        Instant startedAt = time.wallClock();
        long startNanos = time.nanos();
        return record(check, execute(check), startedAt, startNanos);
    }

    private FindingRow record(Check check, Result result, Instant startedAt, long startNanos) {
        double took = (time.nanos() - startNanos) / 1e9;
        Finding finding = result.finding();
        List<Exchange> exchanges = finding.exchanges().stream()
                .map(exchange -> exchange.redactedBy(vault))
                .toList();
        FindingRow row = new FindingRow(
                check.card().id(),
                result.execution(),
                finding.verdict(),
                vault.redact(finding.reason()),
                redactedFacts(finding.facts()),
                exchanges.stream().map(Exchange::id).distinct().toList(),
                startedAt,
                took);
        FindingRow written = write(row, exchanges);
        console.line(console.word(written.verdict()) + " " + written.check() + "  " + written.reason());
        return written;
    }

    private Map<String, Object> redactedFacts(Map<String, Object> facts) {
        Map<String, Object> redacted = new LinkedHashMap<>();
        facts.forEach((name, value) -> redacted.put(name, redacted(value)));
        return redacted;
    }

    private Object redacted(Object value) {
        if (value instanceof String text) {
            return vault.redact(text);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::redacted).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> redacted = new LinkedHashMap<>();
            map.forEach((name, entry) -> redacted.put(vault.redact(String.valueOf(name)), redacted(entry)));
            return redacted;
        }
        return value;
    }

    private FindingRow write(FindingRow row, List<Exchange> exchanges) {
        try {
            directory.append(row, exchanges);
            return row;
        } catch (SecretLeak leak) {
            FindingRow withheld = new FindingRow(
                    row.check(),
                    row.execution(),
                    Verdict.ERROR,
                    "its finding was withheld: " + leak.getMessage(),
                    Map.of(),
                    List.of(),
                    row.startedAt(),
                    row.tookSeconds());
            directory.append(withheld, List.of());
            return withheld;
        }
    }

    private Result execute(Check check) {
        FutureTask<Finding> task = new FutureTask<>(check::run);
        Thread worker = new Thread(task, "check " + check.card().id());
        worker.setDaemon(true);
        interruption.onRequest(worker::interrupt);
        worker.start();
        try {
            return new Result(Execution.DONE, awaited(check, task));
        } catch (TimeoutException e) {
            worker.interrupt();
            return error(
                    check,
                    "the check did not come back within " + check.patience().toSeconds() + " s");
        } catch (ExecutionException e) {
            if (interruption.requested()) {
                return interrupted(check);
            }
            return error(check, OneLine.of(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            worker.interrupt();
            Thread.currentThread().interrupt();
            return interrupted(check);
        }
    }

    /** Waits, and says now and then how far a long check has come. */
    private Finding awaited(Check check, FutureTask<Finding> task)
            throws InterruptedException, ExecutionException, TimeoutException {
        long begin = time.nanos();
        long asked = budget.asked();
        while (true) {
            try {
                return task.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                long seconds = (time.nanos() - begin) / 1_000_000_000L;
                if (seconds >= check.patience().toSeconds()) {
                    throw e;
                }
                console.status(String.format(
                        Locale.ROOT,
                        "checks  %s  %d s, %d requests",
                        check.card().id(),
                        seconds,
                        budget.asked() - asked));
            }
        }
    }

    private static Result error(Check check, String reason) {
        return new Result(Execution.DONE, Finding.error(check.card().claim(), reason));
    }

    private Result interrupted(Check check) {
        return interruption.requested() || check.moment() != Moment.UNDER_LOAD
                ? new Result(
                        Execution.INTERRUPTED,
                        Finding.skipped(
                                check.card().claim(),
                                budget.halted()
                                        .map(why -> "the run was stopped while this check was at work: " + why)
                                        .orElse("the run was interrupted while this check was at work")))
                : new Result(
                        Execution.DONE,
                        Finding.skipped(
                                check.card().claim(),
                                "the load ended while this check was at work; let its phases last longer"));
    }

    private record Result(Execution execution, Finding finding) {}
}
