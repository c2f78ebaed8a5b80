package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./seaworthy run}: a whole voyage on the embedded twin, with secrets that would be recognised. */
class MainJobTest {
    private static final String PASSWORD = "canary-Pass+word/4711==";
    private static final String SIGNING_KEY = "canary-signing-key-0815-that-nobody-may-ever-see-in-an-artefact";
    private static final List<String> DERIVED =
            List.of("report.html", "report.json", "report.md", "junit.xml", "findings.sarif", "latency.hlog");

    @TempDir
    private Path folder;

    @Test
    void a_healthy_twin_is_ready_and_every_file_is_there_and_none_holds_a_secret() throws Exception {
        Path runs = folder.resolve("runs");
        try (CommandProcess run = CommandProcess.start(
                folder,
                Map.of(EmbeddedTwin.PASSWORD, PASSWORD, EmbeddedTwin.SIGNING_KEY, SIGNING_KEY),
                "run",
                "--out",
                runs.toString())) {
            int exit = run.await(4);
            assertThat(run.out() + run.err())
                    .contains("READY  twin")
                    .doesNotContain("canary-", "Pass+word", "signing-key-0815");
            assertThat(exit).as(run.out()).isZero();
            Path report = Path.of(
                    run.out().strip().lines().reduce((first, last) -> last).orElseThrow());
            assertThat(report).isRegularFile().hasFileName("report.html");
            assertThat(run.err()).contains("checks ").contains("load ");
            Path directory = report.resolveSibling("");
            holdsNoSecret(directory);
            reconciles(directory);
            derivedFilesComeBackByteForByte(directory);
        }
    }

    private static void holdsNoSecret(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).hasSizeGreaterThan(50);
            for (Path file : all) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(bytes).as(file.toString()).doesNotContain("canary-", "Pass+word", "signing-key-0815");
                assertThat(bytes)
                        .as(file.toString())
                        .doesNotContainPattern("eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}");
            }
        }
    }

    private static void reconciles(Path directory) throws IOException {
        JsonNode report =
                new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        JsonNode manifest =
                new ObjectMapper().readTree(directory.resolve("run.json").toFile());
        assertThat(report.at("/readiness/verdict").asText()).isEqualTo("READY");
        assertThat(report.get("checks")).hasSameSizeAs(manifest.get("checks")).hasSizeGreaterThan(25);
        assertThat(report.at("/leakAudit/performed").asBoolean()).isTrue();
        assertThat(report.at("/leakAudit/secrets").asInt()).isGreaterThan(10);
        assertThat(report.get("crossChecks"))
                .isNotEmpty()
                .allMatch(row -> row.get("agrees").asBoolean());
        assertThat(report.get("operations"))
                .anyMatch(row -> row.get("name").asText().equals("ws.echo"));
        for (JsonNode check : report.get("checks")) {
            if (check.get("verdict").asText().equals("SKIPPED")) {
                assertThat(check.get("reason").asText())
                        .matches("(not asked for|does not apply|not in the contract): .+");
                continue;
            }
            assertThat(check.get("evidence"))
                    .as(check.get("id").asText())
                    .isNotEmpty()
                    .allMatch(id -> Files.exists(directory.resolve("evidence/" + id.asText() + ".json")));
        }
    }

    private void derivedFilesComeBackByteForByte(Path directory) throws IOException {
        Map<String, byte[]> before = new HashMap<>();
        for (String file : DERIVED) {
            before.put(file, Files.readAllBytes(directory.resolve(file)));
            Files.delete(directory.resolve(file));
        }
        TestConsole console = new TestConsole();
        assertThat(Main.run(console.console(), "report", directory.toString())).isZero();
        for (String file : DERIVED) {
            assertThat(directory.resolve(file)).hasBinaryContent(before.get(file));
        }
    }
}
