package dev.seaworthy.websocket;

import dev.seaworthy.wire.Handshake;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which client stacks open, and which fail, for a faulty answer to a handshake: measured, one captured answer given to each
 * of them. Immutable.
 */
final class ClientMatrix {
    private static final String RESOURCE = "client-matrix.csv";
    private static final ClientMatrix MEASURED = read();

    private final List<String> clients;
    private final Map<String, List<String>> rows;

    private ClientMatrix(List<String> clients, Map<String, List<String>> rows) {
        this.clients = List.copyOf(clients);
        this.rows = Map.copyOf(rows);
    }

    /** The matrix that comes with this probe. */
    static ClientMatrix measured() {
        return MEASURED;
    }

    List<String> clients() {
        return clients;
    }

    Set<String> answers() {
        return rows.keySet();
    }

    /** What clients do with an answer that has all of these faults; a client that fails for one of them fails. */
    Split on(Set<String> answers) {
        List<String> fail = new ArrayList<>();
        List<String> open = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            Set<String> cells = new LinkedHashSet<>();
            for (String answer : answers) {
                cells.add(row(answer).get(i));
            }
            List<String> group = cells.contains("x") ? fail : cells.contains("?") ? unknown : open;
            group.add(clients.get(i));
        }
        return new Split(fail, open, unknown);
    }

    /** The row for a fault of a handshake; empty for those that the matrix has no row for. */
    static Optional<String> answerFor(Handshake.Fault fault) {
        return switch (fault) {
            case NOT_SWITCHING -> Optional.of("not-switching");
            case UPGRADE -> Optional.of("upgrade-missing");
            case CONNECTION -> Optional.of("connection-missing");
            case ACCEPT_MISSING -> Optional.of("accept-missing");
            case ACCEPT_WRONG -> Optional.of("accept-wrong");
            case EXTENSION_NOT_OFFERED -> Optional.of("extension-not-offered");
            case SUBPROTOCOL_NOT_OFFERED, SUBPROTOCOL_TWICE, SUBPROTOCOL_EMPTY, SUBPROTOCOL_ABSENT -> Optional.empty();
        };
    }

    private List<String> row(String answer) {
        List<String> row = rows.get(answer);
        if (row == null) {
            throw new IllegalArgumentException("the client matrix has no row '" + answer + "'");
        }
        return row;
    }

    private static ClientMatrix read() {
        try (InputStream in = ClientMatrix.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            List<String> head = List.of(lines.get(0).split(",", -1));
            Map<String, List<String>> rows = new LinkedHashMap<>();
            for (String line : lines.subList(1, lines.size())) {
                List<String> cells = List.of(line.split(",", -1));
                if (cells.size() != head.size()) {
                    throw new IllegalStateException(RESOURCE + ": " + cells.get(0) + " has " + cells.size() + " cells");
                }
                rows.put(cells.get(0), cells.subList(1, cells.size()));
            }
            return new ClientMatrix(head.subList(1, head.size()), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    /** Client stacks by what they do. */
    record Split(List<String> fail, List<String> open, List<String> unknown) {}
}
