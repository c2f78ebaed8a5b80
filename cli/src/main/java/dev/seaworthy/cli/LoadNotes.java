package dev.seaworthy.cli;

import dev.seaworthy.recording.RecordedEvent;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RunDirectory;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What injectors noted of a load beside its latencies: errors by signature, and the processor time that it took. */
final class LoadNotes {
    private final Map<String, Map<String, Long>> signatures = new HashMap<>();
    private final Map<String, Double> cpuSeconds = new HashMap<>();

    private LoadNotes() {}

    static LoadNotes of(RunDirectory directory, RecordedRun run) {
        LoadNotes notes = new LoadNotes();
        for (RecordedRun.InjectorRecording injector : run.injectors()) {
            directory.events(injector.number()).forEach(notes::event);
            directory.health(injector.number()).forEach(notes::health);
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

    private void event(RecordedEvent event) {
        if (event.kind().equals("errors") && event.facts().get("signatures") instanceof Map<?, ?> kinds) {
            Map<String, Long> sum = signatures.computeIfAbsent(
                    event.facts().get("phase") + "/" + event.facts().get("operation"), unused -> new TreeMap<>());
            kinds.forEach((kind, count) -> {
                if (count instanceof Number number) {
                    sum.merge(String.valueOf(kind), number.longValue(), Long::sum);
                }
            });
        }
    }

    private void health(RecordedEvent sample) {
        if (sample.facts().get("process") instanceof Map<?, ?> process
                && process.get("cpuSeconds") instanceof Number seconds) {
            cpuSeconds.merge(String.valueOf(sample.facts().get("phase")), seconds.doubleValue(), Double::sum);
        }
    }
}
