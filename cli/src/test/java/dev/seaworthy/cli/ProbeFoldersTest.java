package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A probe folder that nobody wired would be a silent hole in every report. */
class ProbeFoldersTest {
    private static final Path PROBES = Path.of("../probes").toAbsolutePath().normalize();
    private static final String SERVICE = "src/main/resources/META-INF/services/dev.seaworthy.config.ProbeFactory";

    @Test
    void every_folder_with_a_probe_is_found_at_run_time_and_has_a_block_in_the_twins_contract() throws IOException {
        List<String> folders;
        try (Stream<Path> all = Files.list(PROBES)) {
            folders = all.filter(folder -> Files.exists(folder.resolve(SERVICE)))
                    .map(folder -> folder.getFileName().toString())
                    .toList();
        }
        assertThat(folders).hasSizeGreaterThanOrEqualTo(5);
        assertThat(ProbeCatalog.onClassPath().ids()).containsExactlyInAnyOrderElementsOf(folders);
        String twin = Files.readString(PROBES.resolve("../config/environments/twin.yaml"));
        assertThat(folders).allMatch(folder -> twin.contains("\n  " + folder + ":\n"));
    }

    @Test
    void every_folder_that_looks_like_a_probe_has_a_service_file() throws IOException {
        List<String> supporting = List.of("kernel", "wire", "testkit");
        try (Stream<Path> all = Files.list(PROBES)) {
            List<Path> unwired = all.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .filter(folder -> !supporting.contains(folder.getFileName().toString()))
                    .filter(folder -> !Files.exists(folder.resolve(SERVICE)))
                    .toList();
            assertThat(unwired).isEmpty();
        }
    }
}
