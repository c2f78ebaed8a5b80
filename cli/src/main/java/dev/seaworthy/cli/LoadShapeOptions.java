package dev.seaworthy.cli;

import dev.seaworthy.config.DurationText;
import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.config.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How load arrives, how long, and what it may not exceed; as options of a command. */
final class LoadShapeOptions {
    private static final int FEW_USERS = 10;
    private static final int MOST_USERS = 1_000_000;
    private static final double MOST_PER_SECOND = 10_000_000;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Open model: so many arrivals a second, whatever the target does. 500, 500/s or 600/m.")
    private @Nullable String rate;

    @Option(
            names = "--users",
            paramLabel = "N",
            description = "Closed model: so many users, each busy again as soon as it is done. The default, with 10, "
                    + "on this machine.")
    private @Nullable Integer users;

    @Option(names = "--ramp", paramLabel = "FROM..TO", description = "Open model, from one rate to another.")
    private @Nullable String ramp;

    @Option(names = "--poisson", description = "With --rate or --ramp: arrivals at random, as independent users come.")
    private boolean poisson;

    @Option(
            names = "--for",
            paramLabel = "D",
            description = "How long, after the warm-up: 500ms, 30s, 2m. Default: 10s.")
    private @Nullable String length;

    @Option(
            names = "--warm-up",
            paramLabel = "D",
            description = "A phase before, recorded and not judged; 0s for none. Default: 2s.")
    private String warmUp = "2s";

    @Option(
            names = "--max-rate",
            paramLabel = "R",
            description = "What --users may not exceed together. Needed where the target is not on this machine.")
    private @Nullable String maxRate;

    /**
     * How load arrives.
     *
     * @param spacing how arrivals follow each other
     * @param window how long it is judged
     * @param warmUp how long before; zero for no such phase
     * @param maxPerSecond the rail on rates
     */
    record Chosen(
            LoadPhase.Shape shape, LoadPhase.Spacing spacing, Duration window, Duration warmUp, double maxPerSecond) {
        /** The shape of the phase before: as the first moment of this one. */
        LoadPhase.Shape gentle() {
            return shape instanceof LoadPhase.Shape.Ramp ramp
                    ? new LoadPhase.Shape.Open(
                            ramp.fromPerSecond() > 0 ? ramp.fromPerSecond() : ramp.toPerSecond() / 10)
                    : shape;
        }
    }

    /** The options of these that were given; those of a contract's own phases left out. */
    List<String> given() {
        List<String> given = new ArrayList<>();
        if (rate != null) {
            given.add("--rate");
        }
        if (users != null) {
            given.add("--users");
        }
        if (ramp != null) {
            given.add("--ramp");
        }
        if (poisson) {
            given.add("--poisson");
        }
        if (length != null) {
            given.add("--for");
        }
        if (maxRate != null) {
            given.add("--max-rate");
        }
        return given;
    }

    /** These options again, for a shell. */
    String again() {
        List<String> words = new ArrayList<>();
        LoadRequestOptions.word(words, "--rate", rate);
        LoadRequestOptions.word(words, "--users", users);
        LoadRequestOptions.word(words, "--ramp", ramp);
        if (poisson) {
            words.add(" --poisson");
        }
        LoadRequestOptions.word(words, "--for", length);
        LoadRequestOptions.word(words, "--warm-up", warmUp.equals("2s") ? null : warmUp);
        LoadRequestOptions.word(words, "--max-rate", maxRate);
        return String.join("", words);
    }

    Duration warmUp() {
        return duration("--warm-up", warmUp);
    }

    /**
     * What was chosen.
     *
     * @param here whether the target is on this machine
     */
    Chosen chosen(boolean here) {
        long shapes = given().stream()
                .filter(List.of("--rate", "--users", "--ramp")::contains)
                .count();
        if (shapes > 1) {
            throw new UsageComplaint("give one of --rate (open model), --users (closed model) and --ramp, not "
                    + String.join(" with ", given().subList(0, 2)));
        }
        Duration window = duration("--for", length == null ? "10s" : length);
        if (window.isZero()) {
            throw new UsageComplaint("--for " + length + ": expected more than nothing");
        }
        LoadPhase.Shape shape = shape();
        if (poisson && shape instanceof LoadPhase.Shape.Closed) {
            throw new UsageComplaint("--poisson goes with --rate or --ramp; users of a closed model do not arrive");
        }
        LoadPhase.Spacing spacing = poisson ? LoadPhase.Spacing.POISSON : LoadPhase.Spacing.EVEN;
        return new Chosen(shape, spacing, window, warmUp(), most(shape, here));
    }

    private LoadPhase.Shape shape() {
        if (rate != null) {
            return new LoadPhase.Shape.Open(perSecond("--rate", rate, false));
        }
        if (ramp != null) {
            String[] ends = ramp.split("\\.\\.", -1);
            if (ends.length != 2) {
                throw new UsageComplaint("--ramp " + ramp + ": write two rates, e.g. 10/s..500/s");
            }
            return new LoadPhase.Shape.Ramp(perSecond("--ramp", ends[0], true), perSecond("--ramp", ends[1], false));
        }
        int count = users == null ? FEW_USERS : users;
        if (count < 1 || count > MOST_USERS) {
            throw new UsageComplaint("--users " + count + ": give a number from 1 to " + MOST_USERS);
        }
        return new LoadPhase.Shape.Closed(count);
    }

    private double most(LoadPhase.Shape shape, boolean here) {
        if (!(shape instanceof LoadPhase.Shape.Closed)) {
            if (maxRate != null) {
                throw new UsageComplaint("--max-rate is for --users; a rate holds itself");
            }
            return ((LoadPhase.Shape.Arriving) shape).peakPerSecond();
        }
        if (maxRate != null) {
            return perSecond("--max-rate", maxRate, false);
        }
        if (here) {
            return MOST_PER_SECOND;
        }
        throw new Refusal("the target is not on this machine, and users as busy as it lets them could be any load; "
                + "give --rate, or --users with --max-rate");
    }

    private static double perSecond(String option, String text, boolean orNone) {
        Optional<Rate> read = Rate.parse(text.contains("/") ? text : text + "/s");
        if (read.isEmpty()) {
            throw new UsageComplaint(option + " " + text + ": write a rate such as 500, 500/s, 600/m or 1000/h");
        }
        double perSecond = read.get().perSecond();
        if (!orNone && perSecond <= 0) {
            throw new UsageComplaint(option + " " + text + ": expected more than nothing");
        }
        if (perSecond > MOST_PER_SECOND) {
            throw new UsageComplaint(option + " " + text + ": nobody sends more than ten million a second");
        }
        return perSecond;
    }

    static Duration duration(String option, String text) {
        return DurationText.parse(text)
                .orElseThrow(() ->
                        new UsageComplaint(option + " " + text + ": write a number and a unit: 500ms, 30s, 2m or 1h"));
    }
}
