package dev.seaworthy.auth.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.auth.AuthProbeFactory;
import dev.seaworthy.auth.settings.AuthSettings;
import dev.seaworthy.config.CredentialsFactory;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.EnvironmentReader;
import dev.seaworthy.config.SecretSource;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What published verifiers make of every forged token, cell by cell. With {@code -Dseaworthy.publish=true} it writes
 * {@code docs/auth-verifiers.md}; else it holds the run to that file.
 */
class RealVerifiersIT {
    private static final Path IT = Path.of(System.getProperty("seaworthy.it", "src/it"));
    private static final String FAMILIES = "auth\\.(jwt|token)\\..*";

    @TempDir
    private Path folder;

    @Test
    void the_matrix_comes_out_as_it_is_written_down() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        Path publicKey = Files.writeString(
                folder.resolve("issuer.pem"), pem("PUBLIC", keys.getPublic().getEncoded()));
        String privateKey = pem("PRIVATE", keys.getPrivate().getEncoded());

        Map<Verifiers.Setup, Map<String, String>> vectors = new EnumMap<>(Verifiers.Setup.class);
        try (Verifiers verifiers = Verifiers.start(folder, publicKey)) {
            for (Verifiers.Setup setup : Verifiers.Setup.values()) {
                vectors.put(setup, vector(verifiers.uri(setup), publicKey, privateKey));
            }
        }
        String table = table(vectors);
        Files.writeString(IT.resolve("../../target/auth-verifiers.md"), table);

        holdToResearch(vectors);
        Path published = IT.resolve("../../../../docs/auth-verifiers.md");
        if (Boolean.getBoolean("seaworthy.publish")) {
            Files.writeString(published, table);
        }
        assertThat(table).isEqualTo(Files.readString(published));
    }

    /** The cells that were measured before, by hand: a line holds a token, and one outcome for each set-up. */
    private static void holdToResearch(Map<Verifiers.Setup, Map<String, String>> vectors) throws Exception {
        Map<String, String> wrong = new TreeMap<>();
        for (String line : Files.readAllLines(IT.resolve("real-verifiers/expected.csv"))) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            String[] cells = line.split(" \\| ", -1);
            assertThat(cells).as(line).hasSize(Verifiers.Setup.values().length + 1);
            for (Verifiers.Setup setup : Verifiers.Setup.values()) {
                String expected = cells[setup.ordinal() + 1].strip();
                String seen = vectors.getOrDefault(setup, Map.of()).getOrDefault(cells[0].strip(), "not tried");
                if (!expected.equals("-") && !seen.contains("(" + expected + ")")) {
                    wrong.put(cells[0].strip() + " / " + setup.title(), "expected " + expected + ", was " + seen);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String table(Map<Verifiers.Setup, Map<String, String>> vectors) {
        StringBuilder text = new StringBuilder("""
                # What published verifiers accept

                Five set-ups of three published verifiers, as their documentation shows them, against every forged token of
                the auth probe. RS256; the control says iss, aud, sub, iat and exp. Versions are those of
                `probes/auth/src/it/real-verifiers/package.json`, and the HAProxy of Debian 12. The table is written and verified by
                `RealVerifiersIT` (profile `real-peers`): nobody edits it. A bold cell let the token in. No cell means that the
                token was not tried there: what it needs is missing, or the target had stopped to answer.

                """);
        text.append("| token |");
        vectors.keySet().forEach(setup -> text.append(' ').append(setup.title()).append(" |"));
        text.append("\n|---|").append("---|".repeat(vectors.size())).append('\n');
        Map<String, Boolean> rows = new LinkedHashMap<>();
        vectors.values().forEach(vector -> vector.keySet().forEach(row -> rows.put(row, true)));
        for (String row : rows.keySet()) {
            text.append("| ").append(row.replace("|", "\\|")).append(" |");
            for (Map<String, String> vector : vectors.values()) {
                String cell = vector.getOrDefault(row, "");
                text.append(' ')
                        .append(cell.startsWith("accepted") ? "**" + cell + "**" : cell)
                        .append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** What one verifier makes of every token, by the token. */
    private static Map<String, String> vector(URI http, Path publicKey, String privateKey) throws Exception {
        SecretVault vault = new SecretVault();
        String contract = """
                environment: verifier
                targets: {http: "%s"}
                identities:
                  signer:
                    signing-key:
                      key: ${env:ISSUER_KEY}
                      algorithm: RS256
                      claims: {iss: "https://issuer.test", aud: harbour, sub: ada}
                operations:
                  profile:
                    path: /api/profile
                    identity: signer
                    expect: {valid: 200, none: 401, garbage: [400, 401], tampered: [400, 401, 403], expired: [400, 401]}
                probes:
                  auth:
                    identity: signer
                    signing-key: signer
                    tokens:
                      public-key: "%s"
                      key-paths: ["%s"]
                """.formatted(http, Files.readString(publicKey).replace("\n", "\\n"), publicKey);
        AuthProbeFactory factory = new AuthProbeFactory();
        EnvironmentReader reader = new EnvironmentReader(
                        List.of(factory),
                        SecretSource.withOverrides(Map.of("ISSUER_KEY", privateKey)),
                        vault,
                        TimeSource.system())
                .toleratingOtherProbes();
        Environment environment = reader.read(contract, "verifier.yaml");
        AuthSettings settings = reader.settings(environment, factory);
        Reach reach = new Reach(
                environment.rails().allow(),
                new RequestBudget(10_000),
                vault,
                TimeSource.system(),
                "real-verifiers",
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                null);
        Credentials credentials = ServiceLoader.load(CredentialsFactory.class)
                .findFirst()
                .orElseThrow()
                .open(environment, reach);
        Map<String, String> vector = new LinkedHashMap<>();
        try (Probe probe = factory.open(settings, new Surroundings(environment, credentials, reach, 1))) {
            for (Check check : probe.checks()) {
                if (check.card().id().matches(FAMILIES)) {
                    add(vector, check.run(), publicKey);
                }
            }
        } finally {
            if (credentials instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
        return vector;
    }

    private static void add(Map<String, String> vector, Finding finding, Path publicKey) {
        assertThat(finding.verdict().name()).as(finding.toString()).isNotEqualTo("ERROR");
        if (finding.facts().get("vector") instanceof Map<?, ?> answers) {
            answers.forEach((token, answer) -> vector.put(
                    String.valueOf(token).replace(publicKey.toString(), "PATH"),
                    answer instanceof Map<?, ?> routes
                            ? String.valueOf(routes.values().iterator().next())
                            : String.valueOf(answer)));
        }
    }

    private static String pem(String kind, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + " KEY-----\n" + lines + "\n-----END " + kind + " KEY-----\n";
    }
}
