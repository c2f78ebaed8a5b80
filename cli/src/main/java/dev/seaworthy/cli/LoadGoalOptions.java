package dev.seaworthy.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What must hold under load; as options of a command. */
final class LoadGoalOptions {
    private static final Pattern LATENCY = Pattern.compile("p([0-9]{1,2}(?:\\.[0-9]{1,6})?)\\s*<=?\\s*(\\S+)");
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?)\\s*%");

    @Option(
            names = "--objective",
            paramLabel = "P<D",
            description = "What response time must hold, e.g. 'p99<250ms'; more than once for more.")
    private List<String> objectives = List.of();

    @Option(
            names = "--max-errors",
            paramLabel = "S",
            description = "The share of requests that may fail, e.g. 0.1%%. Default: 1%%.")
    private @Nullable String maxErrors;

    /**
     * One limit on a quantile of response time.
     *
     * @param quantile above 0, below 1
     */
    record Latency(double quantile, Duration atMost) {}

    /** The options of these that say what one operation must hold; --max-errors goes for all. */
    List<String> given() {
        return objectives.isEmpty() ? List.of() : List.of("--objective");
    }

    List<Latency> latencies() {
        List<Latency> latencies = new ArrayList<>();
        for (String objective : objectives) {
            Matcher matcher = LATENCY.matcher(objective.strip());
            BigDecimal percent = matcher.matches() ? new BigDecimal(matcher.group(1)) : BigDecimal.ZERO;
            if (percent.signum() == 0) {
                throw new UsageComplaint(
                        "--objective \"" + objective
                                + "\": write a percentile and a limit, e.g. --objective 'p99<250ms' (quoted: < is the shell's)");
            }
            Duration atMost = LoadShapeOptions.duration("--objective", matcher.group(2));
            latencies.add(new Latency(percent.movePointLeft(2).doubleValue(), atMost));
        }
        return latencies;
    }

    /** From 0 to 1. */
    double errorRatio() {
        String text = maxErrors == null ? "1%" : maxErrors.strip();
        Matcher matcher = PERCENT.matcher(text);
        BigDecimal percent = matcher.matches() ? new BigDecimal(matcher.group(1)) : BigDecimal.TEN.scaleByPowerOfTen(2);
        if (percent.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new UsageComplaint("--max-errors " + text + ": write a share from 0% to 100%, e.g. 0.1%");
        }
        return percent.movePointLeft(2).doubleValue();
    }

    /** These options again, for a shell. */
    String again() {
        List<String> words = new ArrayList<>();
        objectives.forEach(objective -> LoadRequestOptions.word(words, "--objective", objective));
        LoadRequestOptions.word(words, "--max-errors", maxErrors);
        return String.join("", words);
    }
}
