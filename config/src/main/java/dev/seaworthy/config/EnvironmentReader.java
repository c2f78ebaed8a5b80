package dev.seaworthy.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads contracts. Every secret that a contract refers to is fetched and kept in the vault before the contract is handed
 * out, and everything that is wrong with a file is said at once.
 *
 * <p>Not thread-safe: it remembers the warnings of what it read, and where the keys of the last file stand.
 */
public final class EnvironmentReader {
    private static final Path USUAL_FOLDER = Path.of("config", "environments");

    private final List<ProbeFactory<?>> factories;
    private final SecretSource source;
    private final SecretVault vault;
    private final TimeSource time;
    private final TargetOverride overrides;
    private final boolean otherProbes;
    private final Grammar grammar;
    private final List<String> warnings = new ArrayList<>();
    private final SecretStore secrets;
    private @Nullable YamlDocument last;
    private Path folder = Path.of("");

    /**
     * A reader of contracts for these probes; a block of any other probe is refused.
     *
     * @param factories the probes, usually all that the service loader finds
     * @param source where secrets come from
     * @param vault where every secret is kept
     * @param time judges whether an authorisation has ended
     */
    public EnvironmentReader(
            List<? extends ProbeFactory<?>> factories, SecretSource source, SecretVault vault, TimeSource time) {
        this(List.copyOf(factories), source, vault, time, TargetOverride.NONE, false, new Grammar(factories, false));
    }

    private EnvironmentReader(
            List<ProbeFactory<?>> factories,
            SecretSource source,
            SecretVault vault,
            TimeSource time,
            TargetOverride overrides,
            boolean otherProbes,
            Grammar grammar) {
        this.factories = factories;
        this.source = source;
        this.vault = vault;
        this.time = time;
        this.overrides = overrides;
        this.otherProbes = otherProbes;
        this.grammar = grammar;
        this.secrets = new SecretStore(source, vault, warnings);
    }

    /** A reader like this one that puts other targets in the place of a contract's own. */
    public EnvironmentReader withTargets(TargetOverride targets) {
        return new EnvironmentReader(factories, source, vault, time, targets, otherProbes, grammar);
    }

    /** A reader like this one that lets blocks of probes pass which it does not know, e.g. to test one probe alone. */
    public EnvironmentReader toleratingOtherProbes() {
        return new EnvironmentReader(factories, source, vault, time, overrides, true, new Grammar(factories, true));
    }

    /**
     * Reads a contract.
     *
     * @throws ContractRefused if it cannot be used as it is
     * @throws RailRefusal if it asks for what a safety rail forbids
     */
    public Environment read(Path file) {
        Path parent = file.getParent();
        folder = parent == null ? Path.of("") : parent;
        return parse(new ContractFile(file, USUAL_FOLDER).text(), file.toString());
    }

    /**
     * Reads a contract from its text; relative paths in it are relative to the working directory.
     *
     * @param fileName names it in complaints
     * @throws ContractRefused if it cannot be used as it is
     * @throws RailRefusal if it asks for what a safety rail forbids
     */
    public Environment read(String text, String fileName) {
        folder = Path.of("");
        return parse(text, fileName);
    }

    /**
     * The settings of one probe of a contract that this reader has read.
     *
     * @throws IllegalArgumentException if the contract has no block for the probe
     */
    public <S> S settings(Environment environment, ProbeFactory<S> factory) {
        JsonNode block = environment.probes().get(factory.id());
        if (block == null) {
            throw new IllegalArgumentException("the contract has no block probes." + factory.id());
        }
        try {
            return SettingsMapper.bind(block, factory.settingsType(), this::secret);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(vault.redact("probes." + factory.id() + " does not fit "
                    + factory.settingsType() + ": " + e.getOriginalMessage()));
        }
    }

    /** What is unwise about the contracts read so far, though not wrong; one line each, without secrets. */
    public List<String> warnings() {
        return warnings.stream().map(vault::redact).distinct().toList();
    }

    /**
     * A complaint about a place in the contract that was read last, for what shows only later: an operation that no probe
     * has, a file that is not there.
     *
     * @param pointer JSON pointer to the value (RFC 6901), e.g. {@code /load/0/scenario}
     * @param message one line: what was found, what was expected
     */
    public ContractRefused refusal(String pointer, String message) {
        YamlDocument document = Objects.requireNonNull(last, "nothing was read yet");
        Pointer at = new Pointer(pointer);
        YamlDocument.Position position = document.valueAt(at);
        return new ContractRefused(List.of(new ContractComplaint(
                document.file(), position.line(), position.column(), at.words(), vault.redact(message))));
    }

    private Environment parse(String text, String fileName) {
        YamlDocument document = YamlDocument.parse(text, fileName);
        last = document;
        Complaints complaints = new Complaints(document, vault);
        ObjectNode tree = (ObjectNode) document.root();
        overrides.applyTo(tree);
        grammar.check().check(document, complaints);
        grammar.walk().fillDefaults(tree);
        ContractRules rules = new ContractRules(tree, complaints, warnings);
        rules.check(steps());
        grammar.walk().visit(tree, rules::reference);
        RailRules rails = new RailRules(tree, complaints, warnings, time);
        rails.hosts(overrides);
        new LoadRules(tree, folder, complaints).check();
        Map<Pointer, Secret> found = fetch(tree, complaints);
        if (complaints.isEmpty()) {
            factories.forEach(factory -> bind(factory, tree, complaints));
        }
        complaints.refuseIfAny();
        return new EnvironmentBinder(tree, folder, at -> Objects.requireNonNull(found.get(at))).environment();
    }

    /** What journeys may name: all checks; nothing is known when some probes are not. */
    private Set<String> steps() {
        return otherProbes
                ? Set.of()
                : factories.stream()
                        .flatMap(factory -> factory.catalogue().stream())
                        .map(card -> card.id())
                        .collect(Collectors.toSet());
    }

    /** Fetches the secrets of all places; runs commands only for a contract that is sound so far. */
    private Map<Pointer, Secret> fetch(JsonNode tree, Complaints complaints) {
        Map<Pointer, Secret> found = new HashMap<>();
        // One password of many accounts is one mistake, told at its first place.
        Set<String> missing = new HashSet<>();
        boolean sound = complaints.isEmpty();
        grammar.walk().visit(tree, (pointer, value, definitions) -> {
            if (!value.isTextual()) {
                return;
            }
            String text = value.textValue();
            boolean whole = definitions.contains(SchemaWalk.SECRET);
            if (!whole && !(definitions.contains(SchemaWalk.HEADER_VALUE) && SecretReference.isIn(text))) {
                if (text.contains("${") && !isOfOtherProbe(pointer)) {
                    complaints.about(
                            pointer,
                            "${...} is read only where a secret is expected, such as a password or a header: "
                                    + "${env:NAME}, ${file:/path} or ${cmd:program arguments}");
                }
                return;
            }
            if (!sound && text.contains("${cmd:")) {
                return;
            }
            try {
                Optional<Secret> secret = whole ? secrets.fetch(text, folder) : Optional.of(secrets.fill(text, folder));
                secret.ifPresent(fetched -> found.put(pointer, fetched));
            } catch (SecretSource.SecretMissing e) {
                if (missing.add(text)) {
                    complaints.about(pointer, String.valueOf(e.getMessage()));
                }
            }
        });
        return found;
    }

    /** Where the schema of the block is not known, nobody can tell where it has secrets. */
    private boolean isOfOtherProbe(Pointer pointer) {
        String[] steps = pointer.text().split("/", 4);
        return otherProbes
                && steps.length > 2
                && steps[1].equals("probes")
                && factories.stream().noneMatch(factory -> factory.id().equals(steps[2]));
    }

    private void bind(ProbeFactory<?> factory, JsonNode tree, Complaints complaints) {
        JsonNode block = tree.path("probes").path(factory.id());
        if (block.isMissingNode()) {
            return;
        }
        try {
            SettingsMapper.bind(block, factory.settingsType(), this::secret);
        } catch (JsonProcessingException e) {
            Pointer at = Pointer.ROOT.child("probes").child(factory.id());
            if (e instanceof JsonMappingException mapping) {
                for (JsonMappingException.Reference step : mapping.getPath()) {
                    at = step.getFieldName() != null ? at.child(step.getFieldName()) : at.child(step.getIndex());
                }
            }
            // What a record's own constructor says is meant for the user; the rest of the message is Jackson's.
            String own = e.getCause() instanceof IllegalArgumentException cause ? cause.getMessage() : null;
            String said = own != null ? own : e.getOriginalMessage();
            complaints.about(at, said.lines().findFirst().orElse("this does not fit"));
        }
    }

    private Optional<Secret> secret(String reference) {
        try {
            return secrets.fetch(reference, folder);
        } catch (SecretSource.SecretMissing e) {
            return Optional.empty();
        }
    }

    /** The schema of these probes' contracts, composed when it is first needed, and once for all readers made of one. */
    private static final class Grammar {
        private final List<? extends ProbeFactory<?>> factories;
        private final boolean otherProbes;
        private @Nullable SchemaWalk walk;
        private @Nullable SchemaCheck check;

        Grammar(List<? extends ProbeFactory<?>> factories, boolean otherProbes) {
            this.factories = factories;
            this.otherProbes = otherProbes;
        }

        synchronized SchemaWalk walk() {
            if (walk == null) {
                compose();
            }
            return Objects.requireNonNull(walk);
        }

        synchronized SchemaCheck check() {
            if (check == null) {
                compose();
            }
            return Objects.requireNonNull(check);
        }

        private void compose() {
            JsonNode schema = new SchemaComposer(List.copyOf(factories)).schema(otherProbes);
            walk = new SchemaWalk(schema);
            check = new SchemaCheck(schema);
        }
    }
}
