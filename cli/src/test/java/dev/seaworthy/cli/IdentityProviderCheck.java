package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** {@code seaworthy check --only auth} on an identity provider that none of us wrote, by its contract alone. */
final class IdentityProviderCheck {
    static final Path SOURCES = Path.of(System.getProperty("seaworthy.it", "src/it"), "oidc");
    static final String PASSWORD = "canary-password-2718-of-the-harbour";
    static final String CLIENT_SECRET = "canary-client-secret-3141-of-the-harbour";

    private IdentityProviderCheck() {}

    /**
     * Runs it, and holds what it finds to the verdicts that are written down.
     *
     * @param folder an empty one
     * @param name of {@code NAME.yaml} and {@code NAME-verdicts.csv}
     */
    static void holds(Path folder, String name, int port) throws Exception {
        Path contract = Files.writeString(folder.resolve(name + ".yaml"), filled(name + ".yaml", port));
        Map<String, String> secrets =
                Map.of("SEAWORTHY_IT_PASSWORD", PASSWORD, "SEAWORTHY_IT_CLIENT_SECRET", CLIENT_SECRET);
        String out = folder.resolve("runs").toString();
        try (CommandProcess process = CommandProcess.start(
                folder, secrets, "check", "--json", "--only", "auth", "--out", out, contract.toString())) {
            int exit = process.await(10);
            assertThat(process.out() + process.err()).doesNotContain("canary-");
            assertThat(exit).as(process.err()).isEqualTo(ExitCode.NOT_READY);
            Map<String, String> verdicts = new TreeMap<>();
            for (JsonNode row : new ObjectMapper().readTree(process.out()).get("checks")) {
                verdicts.put(row.get("id").asText(), row.get("verdict").asText());
            }
            assertThat(verdicts).containsAllEntriesOf(expected(name)).doesNotContainValue("ERROR");
        }
    }

    /** A file of the sources with the port and the secrets filled in. */
    static String filled(String file, int port) throws IOException {
        return Files.readString(SOURCES.resolve(file))
                .replace("PORT", Integer.toString(port))
                .replace("\"CLIENT_SECRET\"", "\"" + CLIENT_SECRET + "\"")
                .replace("\"PASSWORD\"", "\"" + PASSWORD + "\"");
    }

    private static Map<String, String> expected(String name) throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (String line : Files.readAllLines(SOURCES.resolve(name + "-verdicts.csv"))) {
            String[] cells = line.split(",", -1);
            expected.put(cells[0], cells[1]);
        }
        return expected;
    }
}
