package dev.seaworthy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.SecretVault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad input of {@code complaints.txt}, with the exact lines that a user gets to read. */
class ComplaintsTest {
    private static final String CANARY = "canary-5f1c";

    record Row(String title, String yaml, List<String> expected) {
        @Override
        public String toString() {
            return title;
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void says_in_one_line_each_what_is_wrong(Row row) {
        assertThat(complaints(row.yaml)).isEqualTo(row.expected);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void never_repeats_a_secret(Row row) {
        assertThat(complaints(row.yaml)).noneMatch(line -> line.contains(CANARY) || line.contains("5117777"));
    }

    @Test
    void has_a_row_for_every_kind_of_bad_input() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(60);
    }

    /** The lines, the exit code that they stand for in front. */
    private static List<String> complaints(String yaml) {
        EnvironmentReader reader = new EnvironmentReader(
                List.of(new EchoFactory()),
                SecretSource.withOverrides(Map.of("TOKEN", "a-secret-" + CANARY)),
                new SecretVault(),
                new FixedTime("2026-06-01T12:00:00Z"));
        List<String> lines = new ArrayList<>();
        try {
            reader.read(yaml, "x.yaml");
        } catch (ContractRefused e) {
            e.complaints().forEach(complaint -> lines.add("3 " + complaint));
        } catch (RailRefusal e) {
            e.complaints().forEach(complaint -> lines.add("4 " + complaint));
        }
        return lines;
    }

    static Stream<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        try (InputStream stream = Objects.requireNonNull(ComplaintsTest.class.getResourceAsStream("complaints.txt"))) {
            String all = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (String part : all.substring(4).split("\n=== ", -1)) {
                String block = part + "\n";
                int title = block.indexOf('\n');
                StringBuilder yaml = new StringBuilder();
                List<String> expected = new ArrayList<>();
                block.substring(title + 1).lines().forEach(line -> {
                    if (line.startsWith("--> ")) {
                        expected.add(line.substring(4));
                    } else {
                        yaml.append(line).append('\n');
                    }
                });
                rows.add(new Row(block.substring(0, title), yaml.toString(), expected));
            }
        }
        return rows.stream();
    }
}
