package dev.seaworthy.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads policies, as strictly as contracts are read. Thread-safe. */
public final class PolicyReader {
    private static final Path USUAL_FOLDER = Path.of("config", "policies");
    private static final Pattern DASH = Pattern.compile("-([a-z0-9])");

    private final SchemaWalk walk;
    private final SchemaCheck check;

    /** A reader of policies. */
    public PolicyReader() {
        JsonNode schema = SchemaComposer.read(PolicyReader.class, "policy.schema.json");
        this.walk = new SchemaWalk(schema);
        this.check = new SchemaCheck(schema);
    }

    /**
     * Reads a policy.
     *
     * @throws ContractRefused if it cannot be used as it is
     */
    public Policy read(Path file) {
        return read(new ContractFile(file, USUAL_FOLDER).text(), file.toString());
    }

    /**
     * Reads a policy from its text.
     *
     * @param fileName names it in complaints
     * @throws ContractRefused if it cannot be used as it is
     */
    public Policy read(String text, String fileName) {
        YamlDocument document = YamlDocument.parse(text, fileName);
        Complaints complaints = new Complaints(document, new SecretVault());
        check.check(document, complaints);
        complaints.refuseIfAny();
        JsonNode root = document.root();
        walk.fillDefaults(root);
        Set<Severity> blocking = EnumSet.noneOf(Severity.class);
        root.get("blocking")
                .get("severities")
                .forEach(severity ->
                        blocking.add(Severity.valueOf(severity.asText().toUpperCase(Locale.ROOT))));
        List<String> areas = new ArrayList<>();
        root.get("must-prove").get("areas").forEach(area -> areas.add(area.textValue()));
        Map<String, Policy.Threshold> thresholds = new LinkedHashMap<>();
        root.get("thresholds")
                .properties()
                .forEach(entry -> thresholds.put(
                        camelCase(entry.getKey()),
                        new Policy.Threshold(
                                entry.getValue().get("value").doubleValue(),
                                entry.getValue().get("source").textValue())));
        return new Policy(
                root.get("policy").textValue(),
                root.get("description").textValue(),
                Collections.unmodifiableSet(blocking),
                List.copyOf(areas),
                Collections.unmodifiableMap(thresholds));
    }

    /** {@code load.achievedShare} for {@code load.achieved-share}: manifests and reports are JSON. */
    private static String camelCase(String name) {
        return DASH.matcher(name).replaceAll(dash -> dash.group(1).toUpperCase(Locale.ROOT));
    }
}
