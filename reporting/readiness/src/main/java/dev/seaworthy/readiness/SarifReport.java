package dev.seaworthy.readiness;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.readiness.Report.CheckRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code findings.sarif}: SARIF 2.1.0 (OASIS), for code-scanning views. Every check is a rule. A refuted claim is a result of
 * kind {@code fail}, an unproven one of kind {@code open}; a fault of the harness is a notification of the invocation. What was
 * proven or left out is no result, because not every viewer reads the kind, and an alert about a claim that holds is worse
 * than none.
 */
final class SarifReport {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /** The rest is named in findings.ndjson. */
    private static final int EXCHANGES_TOLD = 20;

    private SarifReport() {}

    static String render(Report report) {
        List<Rule> rules = new ArrayList<>();
        List<Result> results = new ArrayList<>();
        List<Notification> faults = new ArrayList<>();
        List<CheckRow> checks = report.checks();
        for (int i = 0; i < checks.size(); i++) {
            CheckRow check = checks.get(i);
            rules.add(Rule.of(check));
            if (CheckRows.is(check, Verdict.FAIL) || CheckRows.is(check, Verdict.UNPROVEN)) {
                results.add(Result.of(check, i, report.run().environment()));
            } else if (CheckRows.is(check, Verdict.ERROR)) {
                faults.add(new Notification("error", Message.of(check.id() + ": " + check.reason())));
            }
        }
        Invocation invocation = new Invocation(
                report.run().command(),
                report.run().startedAt(),
                report.run().endedAt(),
                report.run().ending().equals("COMPLETE"),
                faults);
        String version = report.run().versions().getOrDefault("seaworthy", "unknown");
        Driver driver = new Driver("Seaworthy", version, rules);
        return JsonReport.text(new Log(
                SCHEMA,
                "2.1.0",
                List.of(new Run(
                        new Tool(driver),
                        new Automation(
                                report.run().environment() + "/", report.run().id()),
                        List.of(invocation),
                        results))));
    }

    private static String glyphs(String text) {
        return Glyphs.visible(text);
    }

    private record Log(@JsonProperty("$schema") String schema, String version, List<Run> runs) {}

    private record Run(Tool tool, Automation automationDetails, List<Invocation> invocations, List<Result> results) {}

    private record Tool(Driver driver) {}

    private record Driver(String name, String version, List<Rule> rules) {}

    /** Which series of runs this one belongs to, and which one it is (section 3.17). */
    private record Automation(String id, Message description) {
        Automation(String series, String run) {
            this(glyphs(series + run), Message.of("run " + run));
        }
    }

    private record Invocation(
            String commandLine,
            String startTimeUtc,
            String endTimeUtc,
            boolean executionSuccessful,
            List<Notification> toolExecutionNotifications) {}

    private record Notification(String level, Message message) {}

    private record Message(String text) {
        static Message of(String text) {
            return new Message(glyphs(text));
        }
    }

    /** Section 3.49. */
    private record Rule(
            String id,
            Message shortDescription,
            Message fullDescription,
            Message help,
            Configuration defaultConfiguration,
            Map<String, Object> properties) {
        static Rule of(CheckRow check) {
            Severity severity = CheckRows.severity(check);
            String help = "Sends: " + check.card().sends() + "\nExpects: "
                    + check.card().expects() + "\nProves: " + check.card().proves() + "\nRefuted by: "
                    + check.card().falsifier() + "\nSource: " + check.source() + "\nBy hand: "
                    + check.card().byHand();
            return new Rule(
                    check.id(),
                    Message.of(check.sentence()),
                    Message.of(check.sentence() + ". " + check.card().proves()),
                    Message.of(help),
                    new Configuration(level(severity)),
                    new TreeMap<>(Map.of("tags", List.of(check.area()), "security-severity", score(severity))));
        }

        /** Where on the scale from 0 to 10 viewers sort an alert of this severity: in the middle of their bands. */
        private static String score(Severity severity) {
            return switch (severity) {
                case CRITICAL -> "9.5";
                case HIGH -> "8.0";
                case MEDIUM -> "5.5";
                case LOW -> "2.0";
                case INFO -> "0.0";
            };
        }
    }

    private record Configuration(String level) {}

    /** Section 3.27. */
    private record Result(
            String ruleId,
            int ruleIndex,
            String kind,
            String level,
            Message message,
            List<Location> locations,
            List<Location> relatedLocations,
            Map<String, String> partialFingerprints) {
        static Result of(CheckRow check, int index, String environment) {
            boolean refuted = CheckRows.is(check, Verdict.FAIL);
            return new Result(
                    check.id(),
                    index,
                    refuted ? "fail" : "open",
                    refuted ? SarifReport.level(CheckRows.severity(check)) : "none",
                    Message.of((refuted ? "" : "Not proven: ") + check.reason() + "\nAgain: " + check.rerun()),
                    List.of(Location.file("findings.ndjson")),
                    check.evidence().stream()
                            .limit(EXCHANGES_TOLD)
                            .map(id -> Location.file("evidence/" + id + ".json"))
                            .toList(),
                    Map.of("seaworthyClaim/v1", fingerprint(environment, check.id())));
        }
    }

    /** Relative to the run directory, in which this file lies. */
    private record Location(Physical physicalLocation) {
        static Location file(String path) {
            return new Location(new Physical(new Artifact(path)));
        }
    }

    private record Physical(Artifact artifactLocation) {}

    private record Artifact(String uri) {}

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW, INFO -> "note";
        };
    }

    /** The same claim about the same environment is the same alert, whatever the wording of the day. */
    private static String fingerprint(String environment, String claim) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((environment + "\n" + claim).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
