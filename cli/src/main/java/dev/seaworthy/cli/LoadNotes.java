package dev.seaworthy.cli;

import dev.seaworthy.recording.RecordedRun;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What injectors noted of a load beside its latencies: errors by signature, and the processor time that it took. */
final class LoadNotes {
    private final Map<String, Map<String, Long>> signatures = new HashMap<>();
    private final Map<String, Double> cpuSeconds = new HashMap<>();

    private LoadNotes() {}

    static LoadNotes of(RecordedRun run) {
        LoadNotes notes = new LoadNotes();
        for (RecordedRun.InjectorRecording injector : run.injectors()) {
            injector.signatures().forEach((place, kinds) -> {
                Map<String, Long> sum = notes.signatures.computeIfAbsent(place, unused -> new TreeMap<>());
                kinds.forEach((kind, count) -> sum.merge(kind, count, Long::sum));
            });
            injector.health()
                    .forEach(sample -> notes.cpuSeconds.merge(
                            sample.phase(), sample.process().cpuSeconds(), Double::sum));
        }
        return notes;
    }

    /** How often what went wrong; empty where nothing was noted. */
    Map<String, Long> signatures(String phase, String operation) {
        return signatures.getOrDefault(phase + "/" + operation, Map.of());
    }

    /** Requests per second of processor time of the injectors' processes, or null where that was not noted. */
    @Nullable
    Double perCpuSecond(String phase, long requests) {
        Double seconds = cpuSeconds.get(phase);
        return seconds == null || seconds <= 0 ? null : (Double) (requests / seconds);
    }
}
