package dev.seaworthy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.kernel.SecretVault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is done to a sound contract, it reads or is refused with a place; nothing else ever happens. */
class MutationsTest {
    private static final String CANARY = "canary-5f1c";
    private static final int TRIALS = Integer.getInteger("seaworthy.trials", 400);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final EnvironmentReader reader = new EnvironmentReader(
                    List.of(new EchoFactory()),
                    SecretSource.withOverrides(Map.of(
                            "SEAWORTHY_TWIN_PASSWORD",
                            "password-" + CANARY,
                            "SEAWORTHY_TWIN_SIGNING_KEY",
                            "key-" + CANARY,
                            "SEAWORTHY_TWIN_WITHDRAWN_KEY",
                            "old-key-" + CANARY)),
                    new SecretVault(),
                    new FixedTime("2026-06-01T12:00:00Z"))
            .toleratingOtherProbes();

    @Test
    void a_contract_with_one_node_deleted_renamed_or_retyped_reads_or_is_refused_with_its_place() {
        long seed = Long.getLong("seaworthy.seed", 20260601);
        Random random = new Random(seed);
        int read = 0;
        int refused = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            ObjectNode contract = contract();
            mutate(contract, random);
            // JSON is YAML.
            List<String> lines = judge(contract.toPrettyString());
            read += lines.isEmpty() ? 1 : 0;
            refused += lines.isEmpty() ? 0 : 1;
            assertThat(lines)
                    .as("trial %d of seed %d", trial, seed)
                    .allSatisfy(line ->
                            assertThat(line).matches("x\\.yaml:\\d+:\\d+: .+").doesNotContain(CANARY, "\n"));
        }
        assertThat(read).isGreaterThan(TRIALS / 50);
        assertThat(refused).isGreaterThan(TRIALS / 4);
    }

    @Test
    void a_contract_with_its_text_cut_or_damaged_reads_or_is_refused_with_its_place() {
        long seed = Long.getLong("seaworthy.seed", 20260602);
        Random random = new Random(seed);
        String text = BuiltIn.environment("twin").text();
        String alphabet = "{}[]:,-#&*!|>'\"%@`\t\n \u0000\uD800\u00e4x0";
        int refused = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            StringBuilder damaged = new StringBuilder(text);
            if (random.nextInt(4) == 0) {
                damaged.setLength(random.nextInt(text.length()));
            } else {
                char sign = alphabet.charAt(random.nextInt(alphabet.length()));
                damaged.insert(random.nextInt(text.length()), sign);
            }
            List<String> lines = judge(damaged.toString());
            refused += lines.isEmpty() ? 0 : 1;
            assertThat(lines)
                    .as("trial %d of seed %d", trial, seed)
                    .allSatisfy(line ->
                            assertThat(line).matches("x\\.yaml:\\d+:\\d+: .+").doesNotContain(CANARY));
        }
        assertThat(refused).isGreaterThan(TRIALS / 4);
    }

    private List<String> judge(String text) {
        try {
            Environment environment = reader.read(text, "x.yaml");
            assertThat(environment.toString()).doesNotContain(CANARY);
            return List.of();
        } catch (ContractRefused e) {
            return e.complaints().stream().map(ContractComplaint::toString).toList();
        } catch (RailRefusal e) {
            return e.complaints().stream().map(ContractComplaint::toString).toList();
        }
    }

    private static ObjectNode contract() {
        BuiltIn twin = BuiltIn.environment("twin");
        ObjectNode contract =
                (ObjectNode) YamlDocument.parse(twin.text(), twin.name()).root();
        ObjectNode echo = contract.withObject("/probes").putObject("echo");
        echo.put("mode", "loud").put("times", 2).put("patience", "3s").put("at-most", "5/s");
        echo.putArray("replies").addObject().put("text", "ahoy");
        return contract;
    }

    private static void mutate(ObjectNode root, Random random) {
        List<JsonNode> parents = new ArrayList<>();
        collect(root, parents);
        JsonNode parent = parents.get(random.nextInt(parents.size()));
        int index = random.nextInt(parent.size());
        if (parent instanceof ArrayNode array) {
            if (random.nextBoolean()) {
                array.remove(index);
            } else {
                array.set(index, other(random, array.get(index)));
            }
            return;
        }
        ObjectNode object = (ObjectNode) parent;
        String key = new ArrayList<>(object.properties()).get(index).getKey();
        switch (random.nextInt(3)) {
            case 0 -> object.remove(key);
            case 1 -> object.set(key + (random.nextBoolean() ? "x" : "~/"), object.remove(key));
            default -> object.set(key, other(random, object.path(key)));
        }
    }

    private static JsonNode other(Random random, JsonNode old) {
        return switch (random.nextInt(9)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(random.nextInt(2_000_000) - 1_000_000);
            case 2 -> NODES.numberNode(random.nextDouble());
            case 3 -> NODES.booleanNode(true);
            case 4 -> NODES.textNode("");
            case 5 -> NODES.textNode("${env:MISSING}");
            case 6 -> NODES.arrayNode().add(old.deepCopy());
            case 7 -> NODES.objectNode().set("a", old.deepCopy());
            default -> NODES.textNode("text {with} 'signs' \"\\ : #");
        };
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainerNode() && !node.isEmpty()) {
            parents.add(node);
        }
        node.forEach(child -> collect(child, parents));
    }
}
