package dev.seaworthy.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a schema cannot say about the phases of load: that they stay within the rails, and that names are unique. */
final class LoadRules {
    private static final Pointer LOAD = Pointer.ROOT.child("load");

    private final JsonNode root;
    private final Path folder;
    private final Complaints complaints;

    LoadRules(JsonNode root, Path folder, Complaints complaints) {
        this.root = root;
        this.folder = folder;
        this.complaints = complaints;
    }

    void check() {
        Set<String> names = new HashSet<>();
        double planned = 0;
        JsonNode load = root.path("load");
        for (int i = 0; i < load.size(); i++) {
            Pointer at = LOAD.child(i);
            JsonNode phase = load.path(i);
            String name = phase.path("name").asText();
            if (phase.path("name").isTextual() && !names.add(name)) {
                complaints.about(at.child("name"), "another phase is called \"" + name + "\" too");
            }
            planned += phase(at, phase);
        }
        long most = root.path("rails").path("max-requests").asLong(Long.MAX_VALUE);
        if (planned > most) {
            complaints.rail(
                    LOAD,
                    String.format(
                            Locale.ROOT,
                            "the open phases plan %.0f requests, rails.max-requests is %d; plan less, or raise it",
                            planned,
                            most));
        }
    }

    /** Checks one phase, and returns how many arrivals it plans; 0 for a closed one, whose number nobody knows. */
    private double phase(Pointer at, JsonNode phase) {
        Optional<Duration> length = positive(at.child("for"), phase.path("for"));
        int populations =
                phase.path("scenario").isArray() ? phase.path("scenario").size() : 1;
        closed(at.child("closed"), phase.path("closed"), populations);
        Pointer ramp = at.child("ramp");
        double open = rate(at.child("open"), phase.path("open"), populations, true);
        double from = rate(ramp.child("from"), phase.path("ramp").path("from"), populations, false);
        double to = rate(ramp.child("to"), phase.path("ramp").path("to"), populations, true);
        double replayed = replay(at.child("replay"), phase.path("replay"), populations);
        double evenly = length.map(duration -> (open + (from + to) / 2) * seconds(duration)
                        + spike(at.child("spike"), phase.path("spike"), populations, seconds(duration)))
                .orElse(0.0);
        return replayed + evenly;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** How many arrivals a spike of all populations plans. */
    private double spike(Pointer at, JsonNode spike, int populations, double whole) {
        double base = rate(at.child("base"), spike.path("base"), populations, true);
        double peak = rate(at.child("peak"), spike.path("peak"), populations, true);
        Optional<Duration> begin = DurationText.parse(spike.path("at").asText());
        Optional<Duration> length = positive(at.child("lasting"), spike.path("lasting"));
        if (begin.isEmpty() || length.isEmpty()) {
            return 0;
        }
        if (seconds(begin.get()) >= whole) {
            complaints.about(
                    at.child("at"), "the spike begins when the phase is over; expected less than the phase's \"for\"");
        }
        double lasting = Math.min(seconds(length.get()), Math.max(0, whole - seconds(begin.get())));
        return base * (whole - lasting) + peak * lasting;
    }

    /** How many arrivals a file of all populations plans; the rate of its busiest second is held to the rail, too. */
    private double replay(Pointer at, JsonNode file, int populations) {
        if (!file.isTextual()) {
            return 0;
        }
        try {
            LoadPhase.Shape.Replay replay =
                    new LoadPhase.Shape.Replay(ReplayFile.read(folder.resolve(file.textValue())));
            requireRail(at, replay.peakPerSecond() * populations, "its busiest second" + times(populations));
            return (double) replay.offsets().size() * populations;
        } catch (ReplayFile.Unfit e) {
            complaints.about(at, String.valueOf(e.getMessage()));
            return 0;
        }
    }

    private Optional<Duration> positive(Pointer at, JsonNode value) {
        Optional<Duration> duration = value.isTextual() ? DurationText.parse(value.textValue()) : Optional.empty();
        if (duration.isPresent() && duration.get().isZero()) {
            complaints.about(at, "found \"" + value.textValue() + "\"; expected more than nothing");
        }
        return duration;
    }

    /** The rate of all populations together. */
    private double rate(Pointer at, JsonNode value, int populations, boolean positive) {
        Optional<Rate> rate = value.isTextual() ? Rate.parse(value.textValue()) : Optional.empty();
        if (rate.isEmpty()) {
            return 0;
        }
        double perSecond = rate.get().perSecond() * populations;
        if (positive && perSecond == 0) {
            complaints.about(at, "found \"" + value.textValue() + "\"; expected more than nothing");
        }
        requireRail(at, perSecond, value.textValue() + times(populations));
        return perSecond;
    }

    private void requireRail(Pointer at, double perSecond, String asked) {
        Optional<Rate> most = Rate.parse(root.path("rails").path("max-rate").asText());
        if (most.isPresent() && perSecond > most.get().perSecond()) {
            complaints.rail(
                    at,
                    asked + " is above rails.max-rate, which is "
                            + root.path("rails").path("max-rate").asText());
        }
    }

    private void closed(Pointer at, JsonNode value, int populations) {
        long most = root.path("rails").path("max-connections").asLong(Long.MAX_VALUE);
        if (value.isIntegralNumber() && value.asLong() * populations > most) {
            complaints.rail(
                    at,
                    value.asLong() + " users" + times(populations) + " are above rails.max-connections, which is "
                            + most);
        }
    }

    private static String times(int populations) {
        return populations == 1 ? "" : " for each of " + populations + " scenarios";
    }
}
