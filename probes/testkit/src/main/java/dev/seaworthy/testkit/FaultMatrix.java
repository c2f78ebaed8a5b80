package dev.seaworthy.testkit;

import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which fault turned which claim red: the probe's mutation score, as a table. */
final class FaultMatrix {
    private static final System.Logger LOG = System.getLogger(FaultMatrix.class.getName());
    private static final String HEALTHY = "(none)";

    private final Map<String, Map<String, Finding>> rows = new TreeMap<>();

    void healthy(Map<String, Finding> findings) {
        faulty(HEALTHY, findings);
    }

    synchronized void faulty(String fault, Map<String, Finding> findings) {
        rows.put(fault, Map.copyOf(findings));
    }

    /** Writes the table to {@code target/fault-matrix.md}, and to the log. */
    synchronized void publish(ProbeFactory<?> factory) {
        String table = table(factory);
        try {
            Path file = Path.of("target", "fault-matrix.md");
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, table);
        } catch (IOException e) {
            throw new UncheckedIOException("the fault matrix of " + factory.id() + " cannot be written", e);
        }
        LOG.log(System.Logger.Level.INFO, "\n" + table);
    }

    private String table(ProbeFactory<?> factory) {
        List<String> claims = factory.catalogue().stream().map(CheckCard::id).toList();
        StringBuilder table = new StringBuilder("| fault | " + String.join(" | ", claims) + " |\n");
        table.append("|---".repeat(claims.size() + 1)).append("|\n");
        rows.forEach((fault, findings) -> {
            table.append("| ").append(fault);
            claims.forEach(claim -> table.append(" | ").append(cell(findings.get(claim))));
            table.append(" |\n");
        });
        return table.toString();
    }

    private static String cell(@org.jspecify.annotations.Nullable Finding finding) {
        return finding == null ? "" : finding.verdict().name();
    }
}
