package dev.seaworthy.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.recording.RecordedRun.CrossCheck;
import dev.seaworthy.recording.RecordedRun.Ending;
import dev.seaworthy.recording.RecordedRun.InjectorRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads a run directory. Never throws for what it holds; lists as damage what cannot be trusted. */
final class RunReader {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern EVIDENCE_FILE = Pattern.compile("([0-9a-f]{16})\\.json");

    private final Path path;
    private final RunManifest manifest;
    private final List<Damage> damages = new ArrayList<>();

    RunReader(Path path, RunManifest manifest) {
        this.path = path;
        this.manifest = manifest;
    }

    RecordedRun read() {
        if (Checksummed.verifiedDocument(bytes(RunDirectory.MANIFEST)).isEmpty()) {
            damages.add(whole(RunDirectory.MANIFEST, "checksum does not match: it was changed after it was written"));
        }
        List<FindingRow> findings = findings();
        Map<String, Exchange> evidence = evidence();
        for (FindingRow row : findings) {
            for (String id : row.evidence()) {
                if (!evidence.containsKey(id)) {
                    String file = RunDirectory.EVIDENCE + "/" + id + ".json";
                    damages.add(new Damage(file, 0, 0, "missing or damaged, and " + row.check() + " rests on it"));
                }
            }
        }
        List<CrossCheck> crossChecks = crossChecks();
        List<InjectorRecording> injectors = new ArrayList<>();
        for (int number : injectorNumbers()) {
            injectors.add(injector(number));
        }
        Ending ending = ending(findings.size(), crossChecks.size(), injectors);
        return new RecordedRun(
                manifest,
                List.copyOf(findings),
                Collections.unmodifiableMap(evidence),
                List.copyOf(injectors),
                List.copyOf(crossChecks),
                List.copyOf(damages),
                ending);
    }

    /** The rows that are intact, the first of each check. */
    List<FindingRow> findings() {
        Map<String, FindingRow> byCheck = new LinkedHashMap<>();
        for (FindingRow row : lines(RunDirectory.FINDINGS, FindingRow.class)) {
            if (byCheck.putIfAbsent(row.check(), row) != null) {
                damages.add(whole(RunDirectory.FINDINGS, "holds a second finding on " + row.check() + ", left out"));
            }
        }
        return new ArrayList<>(byCheck.values());
    }

    List<CrossCheck> crossChecks() {
        return lines(RunDirectory.CROSS_CHECKS, CrossCheck.class);
    }

    List<Integer> injectorNumbers() {
        return names(RunDirectory.INJECTORS).stream()
                .filter(name -> NUMBER.matcher(name).matches())
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    List<RecordedEvent> events(int injector) {
        String file = RunDirectory.INJECTORS + "/" + injector + "/" + Journal.EVENTS;
        return List.copyOf(lines(file, RecordedEvent.class));
    }

    private Map<String, Exchange> evidence() {
        Map<String, Exchange> evidence = new TreeMap<>();
        for (String name : names(RunDirectory.EVIDENCE)) {
            var matcher = EVIDENCE_FILE.matcher(name);
            if (!matcher.matches()) {
                continue;
            }
            String file = RunDirectory.EVIDENCE + "/" + name;
            Optional<Exchange> exchange = document(file, Exchange.class);
            if (exchange.isPresent()) {
                boolean own = exchange.get().id().equals(matcher.group(1)) && ExchangeIds.matches(exchange.get());
                if (own) {
                    evidence.put(matcher.group(1), exchange.get());
                } else {
                    damages.add(whole(file, "the exchange in it is not the one that it is named after"));
                }
            }
        }
        return evidence;
    }

    private InjectorRecording injector(int number) {
        String folder = RunDirectory.INJECTORS + "/" + number + "/";
        String name = folder + Journal.LATENCY;
        byte[] bytes = bytes(name);
        JournalReader journal = new JournalReader(name, bytes);
        damages.addAll(journal.damages());
        List<RecordedEvent> events = events(number);
        List<HealthLine> health = lines(folder + Journal.HEALTH, HealthLine.class);
        Optional<Journal.Seal> found = Files.exists(path.resolve(folder + Journal.SEALED))
                ? document(folder + Journal.SEALED, Journal.Seal.class)
                : Optional.empty();
        found.ifPresent(seal -> {
            compare(name, bytes.length, "records", seal.records(), journal.accepted());
            compare(folder + Journal.EVENTS, 0, "lines", seal.events(), events.size());
            compare(folder + Journal.HEALTH, 0, "lines", seal.health(), health.size());
            if (!seal.crc32c().equals(crc(bytes)) && journal.damages().isEmpty()) {
                damages.add(whole(name, "is not the journal that was sealed"));
            }
        });
        return new InjectorRecording(
                number,
                found.isPresent(),
                journal.intervals(),
                Collections.unmodifiableMap(journal.scheduled()),
                health.stream().map(HealthLine::sample).filter(Objects::nonNull).toList(),
                calibration(folder + Journal.EVENTS, events),
                signatures(events));
    }

    /** The last one: who calibrates again has a reason. */
    private @Nullable Calibration calibration(String file, List<RecordedEvent> events) {
        Calibration calibration = null;
        for (RecordedEvent event : events) {
            if (event.kind().equals(Calibration.KIND)) {
                try {
                    calibration = Json.of(event.facts(), Calibration.class);
                } catch (IllegalArgumentException e) {
                    damages.add(whole(file, "holds a calibration of a kind that this version does not know"));
                }
            }
        }
        return calibration;
    }

    /** What the seconds of all phases say of what went wrong, added up; a line that says something else is none. */
    private static Map<String, Map<String, Long>> signatures(List<RecordedEvent> events) {
        Map<String, Map<String, Long>> signatures = new TreeMap<>();
        for (RecordedEvent event : events) {
            if (event.kind().equals(Journal.ERRORS) && event.facts().get("signatures") instanceof Map<?, ?> kinds) {
                Map<String, Long> sums = signatures.computeIfAbsent(
                        event.facts().get("phase") + "/" + event.facts().get("operation"), unused -> new TreeMap<>());
                kinds.forEach((signature, count) -> {
                    if (count instanceof Number number) {
                        sums.merge(String.valueOf(signature), number.longValue(), Long::sum);
                    }
                });
            }
        }
        return signatures;
    }

    private Ending ending(int findings, int crossChecks, List<InjectorRecording> injectors) {
        if (!Files.exists(path.resolve(RunDirectory.SEALED))) {
            return Ending.UNSEALED;
        }
        Optional<RunDirectory.Seal> found = document(RunDirectory.SEALED, RunDirectory.Seal.class);
        if (found.isEmpty()) {
            return Ending.UNSEALED;
        }
        RunDirectory.Seal seal = found.get();
        compare(RunDirectory.FINDINGS, 0, "findings", seal.findings(), findings);
        compare(RunDirectory.CROSS_CHECKS, 0, "cross checks", seal.crossChecks(), crossChecks);
        compare(RunDirectory.INJECTORS, 0, "injectors", seal.injectors(), injectors.size());
        for (InjectorRecording injector : injectors) {
            if (!injector.sealed()) {
                String file = RunDirectory.INJECTORS + "/" + injector.number() + "/" + Journal.SEALED;
                damages.add(new Damage(file, 0, 0, "the injector ended without sealing its recording"));
            }
        }
        return seal.ending();
    }

    private void compare(String file, long offset, String what, long sealed, long found) {
        if (sealed != found) {
            damages.add(new Damage(file, offset, 0, "was sealed with " + sealed + " " + what + ", has " + found));
        }
    }

    private <T> List<T> lines(String file, Class<T> type) {
        LineReader<T> reader = new LineReader<>(file, bytes(file), type);
        damages.addAll(reader.damages());
        return reader.values();
    }

    private <T> Optional<T> document(String file, Class<T> type) {
        Optional<String> text = Checksummed.verifiedDocument(bytes(file));
        if (text.isEmpty()) {
            damages.add(whole(file, "checksum does not match"));
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(text.get(), type));
        } catch (JsonProcessingException e) {
            damages.add(whole(file, "is of a kind that this version does not know"));
            return Optional.empty();
        }
    }

    /** The file's bytes; none if there is no such file, which is for others to notice. */
    private byte[] bytes(String file) {
        Path absolute = path.resolve(file);
        if (!Files.exists(absolute)) {
            return new byte[0];
        }
        try {
            if (Files.size(absolute) > Integer.MAX_VALUE - 16) {
                damages.add(whole(file, "is larger than 2 GiB"));
                return new byte[0];
            }
            return Files.readAllBytes(absolute);
        } catch (IOException e) {
            damages.add(new Damage(file, 0, 0, "cannot be read (" + e.getClass().getSimpleName() + ")"));
            return new byte[0];
        }
    }

    private List<String> names(String folder) {
        if (!Files.isDirectory(path.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path.resolve(folder))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            damages.add(
                    new Damage(folder, 0, 0, "cannot be listed (" + e.getClass().getSimpleName() + ")"));
            return List.of();
        }
    }

    private Damage whole(String file, String what) {
        Path absolute = path.resolve(file);
        long size = Files.exists(absolute) ? absolute.toFile().length() : 0;
        return new Damage(file, 0, size, what);
    }

    private static String crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return String.format("%08x", crc.getValue());
    }
}
