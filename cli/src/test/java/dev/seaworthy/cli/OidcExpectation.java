package dev.seaworthy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The verdicts that a provider is expected to get, from a file with a check and its verdict a line. */
final class OidcExpectation {
    private OidcExpectation() {}

    static Map<String, String> read(Path file) throws IOException {
        Map<String, String> verdicts = new TreeMap<>();
        Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(",", 2))
                .forEach(cells -> verdicts.put(cells[0].strip(), cells[1].strip()));
        return verdicts;
    }

    static Map<String, String> verdicts(JsonNode report) {
        Map<String, String> verdicts = new TreeMap<>();
        report.get("checks")
                .forEach(row ->
                        verdicts.put(row.get("id").asText(), row.get("verdict").asText()));
        return verdicts;
    }
}
