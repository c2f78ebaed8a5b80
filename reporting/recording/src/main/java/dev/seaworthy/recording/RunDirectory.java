package dev.seaworthy.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Execution;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one run. Append-only: {@code run.json} is there before anything else, {@code SEALED} comes last, and
 * whatever is killed in between stays readable.
 *
 * <p>Formats: {@code run.json}, {@code evidence/<id>.json} and {@code SEALED} are {@link Checksummed} documents, there
 * whole or not at all; {@code findings.ndjson} and {@code crosschecks.ndjson} hold one {@link Checksummed} line per
 * entry; {@code injectors/<n>/} is a {@link Journal}.
 *
 * <p>Thread-safe. Writing throws {@link RecordingFailure} when the disk does not take it, {@link SecretLeak} when a text
 * contains a secret (nothing is written then), and {@link IllegalStateException} once the run is sealed or when it was
 * opened for reading.
 */
public final class RunDirectory {
    /** The component of a manifest that runs of old do not have. */
    private static final String LATER = "addresses";

    static final String MANIFEST = "run.json";
    static final String FINDINGS = "findings.ndjson";
    static final String CROSS_CHECKS = "crosschecks.ndjson";
    static final String EVIDENCE = "evidence";
    static final String INJECTORS = "injectors";
    static final String SEALED = "SEALED";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path path;
    private final RunManifest manifest;
    private final @Nullable SecretGuard guard;
    private final TimeSource time;
    private final Set<String> checks = new HashSet<>();

    private RunDirectory(Path path, RunManifest manifest, @Nullable SecretGuard guard, TimeSource time) {
        this.path = path;
        this.manifest = manifest;
        this.guard = guard;
        this.time = time;
    }

    /** Begins a run; see {@link #create(Path, RunManifest, SecretVault, TimeSource)}. */
    public static RunDirectory create(Path parent, RunManifest manifest, SecretVault vault) {
        return create(parent, manifest, vault, TimeSource.system());
    }

    /**
     * Begins a run: makes {@code <parent>/<manifest.id()>/} with its {@code run.json}.
     *
     * @throws RecordingFailure if the directory exists, or cannot be written
     * @throws SecretLeak if the plan contains a secret
     * @throws IllegalArgumentException if the id cannot be a directory's name
     */
    public static RunDirectory create(Path parent, RunManifest manifest, SecretVault vault, TimeSource time) {
        if (!ID.matcher(manifest.id()).matches()) {
            throw new IllegalArgumentException("run id '" + manifest.id() + "' cannot name a folder");
        }
        SecretGuard guard = new SecretGuard(vault);
        String text = Json.pretty(manifest);
        List<String> leaks = vault.leaksIn(text + Json.strings(text));
        if (!leaks.isEmpty()) {
            throw SecretLeak.inPlan(leaks);
        }
        Path path = parent.resolve(manifest.id());
        if (Files.exists(parent) && !Files.isDirectory(parent)) {
            throw new RecordingFailure("cannot record to " + parent + ": it is not a folder; choose another --out");
        }
        try {
            Files.createDirectories(parent);
            Files.createDirectory(path);
            WholeFile.write(path.resolve(MANIFEST), Checksummed.document(text));
            WholeFile.syncFolder(parent);
        } catch (IOException e) {
            throw new RecordingFailure(path, e);
        }
        return new RunDirectory(path, manifest, guard, time);
    }

    /**
     * Opens a run for reading.
     *
     * @throws NotARun if there is no readable {@code run.json}
     */
    public static RunDirectory open(Path path) {
        return new RunDirectory(path, readManifest(path), null, TimeSource.system());
    }

    /**
     * Opens a run for writing to it, e.g. from another injector's process.
     *
     * @throws NotARun if there is no readable {@code run.json}
     */
    public static RunDirectory open(Path path, SecretVault vault, TimeSource time) {
        RunDirectory opened = new RunDirectory(path, readManifest(path), new SecretGuard(vault), time);
        new RunReader(path, opened.manifest).findings().forEach(row -> opened.checks.add(row.check()));
        return opened;
    }

    /**
     * A name for a run, e.g. {@code 20261123T014500Z-twin-3f9a}: sorts by time, and says what was probed.
     *
     * @param random tells runs of one second apart; its lowest 16 bits are used
     */
    public static String newId(Instant startedAt, String environment, long random) {
        String name = environment
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return STAMP.format(startedAt) + "-" + (name.isEmpty() ? "run" : name) + "-"
                + String.format("%04x", random & 0xffff);
    }

    public Path path() {
        return path;
    }

    public RunManifest manifest() {
        return manifest;
    }

    /**
     * Records what a check found: first its evidence, each exchange in a file of its own that is written once, then one
     * line of {@code findings.ndjson}. Returns once all is on the disk.
     *
     * @throws IllegalArgumentException if the check has a row already, if a verdict that needs evidence has none, if the
     *     row names an exchange that is neither given nor recorded, or if an exchange's id is not the hash of its content
     */
    public synchronized void append(FindingRow row, List<Exchange> evidence) {
        SecretGuard guarding = requireWritable();
        requireEvidence(row, evidence);
        String line = guarding.json(FINDINGS, Json.line(row));
        Map<String, String> documents = new LinkedHashMap<>();
        for (Exchange exchange : evidence) {
            String name = EVIDENCE + "/" + exchange.id() + ".json";
            documents.put(name, guarding.json(name, Json.pretty(exchange)));
        }
        if (!checks.add(row.check())) {
            throw new IllegalArgumentException("the check " + row.check() + " has a finding already");
        }
        try {
            documents.forEach(this::keep);
            appendLine(FINDINGS, line);
        } catch (RuntimeException e) {
            checks.remove(row.check());
            throw e;
        }
    }

    /** Begins the recording of an injector; one writer per number. */
    public Journal injector(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("an injector cannot have the number " + number);
        }
        SecretGuard guarding = requireWritable();
        Journal journal = new Journal(path.resolve(INJECTORS).resolve(Integer.toString(number)), guarding, time);
        sync(path.resolve(INJECTORS));
        sync(path);
        return journal;
    }

    /** Records what an independent instrument measured. */
    public synchronized void crossCheck(RecordedRun.CrossCheck crossCheck) {
        appendLine(CROSS_CHECKS, requireWritable().json(CROSS_CHECKS, Json.line(crossCheck)));
    }

    /**
     * Ends the run. Nothing can be recorded after it.
     *
     * @param ending {@code COMPLETE} or {@code INTERRUPTED}
     */
    public synchronized void seal(RecordedRun.Ending ending) {
        if (ending == RecordedRun.Ending.UNSEALED) {
            throw new IllegalArgumentException("a run cannot be sealed as unsealed");
        }
        SecretGuard guarding = requireWritable();
        RunReader reader = new RunReader(path, manifest);
        Seal seal = new Seal(
                ending,
                reader.findings().size(),
                reader.crossChecks().size(),
                reader.injectorNumbers().size(),
                time.wallClock());
        String text = guarding.json(SEALED, Json.pretty(seal));
        WholeFile.write(path.resolve(SEALED), Checksummed.document(text));
    }

    /** Reads all that is intact, and says what is not. Damage is part of the answer, never an exception. */
    public RecordedRun read() {
        return new RunReader(path, manifest).read();
    }

    /** The events of an injector, those that are intact; what is not is among the damages of {@link #read()}. */
    public List<RecordedEvent> events(int injector) {
        return new RunReader(path, manifest).events(injector);
    }

    private void keep(String name, String json) {
        Path file = path.resolve(name);
        if (Files.exists(file)) {
            return;
        }
        try {
            if (!Files.isDirectory(path.resolve(EVIDENCE))) {
                Files.createDirectories(path.resolve(EVIDENCE));
                WholeFile.syncFolder(path);
            }
        } catch (IOException e) {
            throw new RecordingFailure(file, e);
        }
        WholeFile.write(file, Checksummed.document(json));
    }

    private void appendLine(String name, String json) {
        boolean begins = !Files.exists(path.resolve(name));
        try (AppendFile file = new AppendFile(path.resolve(name))) {
            file.appendLine(Checksummed.line(json));
            file.sync();
        }
        if (begins) {
            sync(path);
        }
    }

    private void requireEvidence(FindingRow row, List<Exchange> evidence) {
        if (row.execution() == Execution.DONE
                && row.verdict().needsEvidence()
                && row.evidence().isEmpty()) {
            throw new IllegalArgumentException(
                    "no evidence, no verdict: " + row.check() + " is " + row.verdict() + " without an exchange");
        }
        Set<String> given = new HashSet<>();
        for (Exchange exchange : evidence) {
            if (!ExchangeIds.matches(exchange)) {
                throw new IllegalArgumentException("the id of exchange " + exchange.id() + " is not its hash");
            }
            given.add(exchange.id());
        }
        for (String id : row.evidence()) {
            if (!given.contains(id) && !Files.exists(path.resolve(EVIDENCE).resolve(id + ".json"))) {
                throw new IllegalArgumentException(row.check() + " names exchange " + id + ", which is not recorded");
            }
        }
    }

    private SecretGuard requireWritable() {
        if (guard == null) {
            throw new IllegalStateException(path + " was opened for reading");
        }
        if (Files.exists(path.resolve(SEALED))) {
            throw new IllegalStateException(path + " is sealed");
        }
        return guard;
    }

    private static void sync(Path folder) {
        try {
            WholeFile.syncFolder(folder);
        } catch (IOException e) {
            throw new RecordingFailure(folder, e);
        }
    }

    private static RunManifest readManifest(Path path) {
        Path file = path.resolve(MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw new NotARun(path, "there is no " + MANIFEST + " in it");
        }
        try {
            RunManifest manifest = Json.read(Files.readString(file, StandardCharsets.UTF_8), RunManifest.class);
            for (RecordComponent component : RunManifest.class.getRecordComponents()) {
                boolean optional = component.getName().equals(LATER);
                if (!optional && component.getAccessor().invoke(manifest) == null) {
                    throw new NotARun(path, MANIFEST + " lacks " + component.getName());
                }
            }
            return manifest;
        } catch (JsonProcessingException e) {
            throw new NotARun(
                    path,
                    MANIFEST + " is not readable: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException | ReflectiveOperationException e) {
            throw new NotARun(
                    path, MANIFEST + " is not readable (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** The content of the run's {@code SEALED}. */
    record Seal(RecordedRun.Ending ending, int findings, int crossChecks, int injectors, Instant sealedAt) {}
}
