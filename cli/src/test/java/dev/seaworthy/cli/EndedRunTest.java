package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that does not come to its end leaves what it recorded, and a report that says so. */
class EndedRunTest {
    @TempDir
    private Path folder;

    @Test
    void a_run_that_was_killed_gives_a_report_of_what_was_recorded_and_exit_code_2() throws Exception {
        Path directory;
        try (CommandProcess run = started()) {
            directory = awaitLoad(run);
            run.kill();
        }
        assertThat(directory.resolve("report.html")).doesNotExist();
        TestConsole console = new TestConsole();
        int exit = Main.run(console.console(), "report", directory.toString());
        assertThat(exit).as(console.out() + console.err()).isEqualTo(ExitCode.UNPROVEN);
        JsonNode report = json(directory);
        assertThat(report.at("/run/ending").asText()).isEqualTo("UNSEALED");
        assertThat(report.at("/readiness/verdict").asText()).isEqualTo("UNPROVEN");
        assertThat(report.get("checks"))
                .anyMatch(row -> row.get("verdict").asText().equals("PASS"));
        assertThat(report.get("operations")).isNotEmpty();
        assertThat(Files.readString(directory.resolve("report.html"))).contains("incomplete");
    }

    @Test
    void a_run_that_was_interrupted_seals_and_reports_and_exits_with_130() throws Exception {
        Path directory;
        int exit;
        try (CommandProcess run = started()) {
            directory = awaitLoad(run);
            run.interrupt();
            exit = run.await(1);
        }
        assertThat(exit).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(directory.resolve("report.html")).isRegularFile();
        assertThat(json(directory).at("/run/ending").asText()).isEqualTo("INTERRUPTED");
    }

    private CommandProcess started() throws IOException {
        return CommandProcess.start(
                folder,
                Map.of(),
                "run",
                "--only",
                "health,agents",
                "--out",
                folder.resolve("runs").toString());
    }

    /** Waits until the journal holds at least two records. */
    private Path awaitLoad(CommandProcess run) throws Exception {
        for (int attempt = 0; attempt < 1200; attempt++) {
            if (Files.isDirectory(folder.resolve("runs"))) {
                try (Stream<Path> files = Files.walk(folder.resolve("runs"), 4)) {
                    var journal = files.filter(file -> file.endsWith("latency.journal"))
                            .filter(file -> file.toFile().length() > 2000)
                            .findFirst();
                    if (journal.isPresent()) {
                        return journal.get().resolve("../../..").normalize();
                    }
                }
            }
            assertThat(run.endsSoon()).as(run.err()).isFalse();
        }
        throw new AssertionError("no load was recorded: " + run.err());
    }

    private static JsonNode json(Path directory) throws IOException {
        return new ObjectMapper().readTree(directory.resolve("report.json").toFile());
    }
}
