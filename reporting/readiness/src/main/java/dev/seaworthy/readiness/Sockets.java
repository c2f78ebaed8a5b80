package dev.seaworthy.readiness;

import dev.seaworthy.readiness.Report.CheckRow;
import dev.seaworthy.readiness.Report.OperationRow;
import dev.seaworthy.readiness.Report.WebSockets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What checks learned of sockets. */
final class Sockets {
    private Sockets() {}

    static @Nullable WebSockets of(List<CheckRow> checks, List<OperationRow> operations) {
        List<CheckRow> rows = checks.stream().filter(Sockets::speaksOfSockets).toList();
        List<String> measured = operations.stream()
                .map(OperationRow::name)
                .filter(name -> name.startsWith("ws.") || name.startsWith("websocket."))
                .distinct()
                .toList();
        if (rows.isEmpty() && measured.isEmpty()) {
            return null;
        }
        Long requested = null;
        Long opened = null;
        Long alive = null;
        Map<String, Long> closed = new TreeMap<>();
        Map<String, Map<String, @Nullable Object>> facts = new LinkedHashMap<>();
        for (CheckRow row : rows) {
            requested = sum(requested, row.facts().get("planned"));
            opened = sum(opened, row.facts().get("opened"));
            alive = sum(alive, row.facts().get("alive"));
            if (row.facts().get("closesByCode") instanceof Map<?, ?> codes) {
                codes.forEach((code, many) -> {
                    if (many instanceof Number number) {
                        closed.merge(String.valueOf(code), number.longValue(), Long::sum);
                    }
                });
            }
            if (!row.facts().isEmpty()) {
                facts.put(row.id(), row.facts());
            }
        }
        return new WebSockets(
                requested,
                opened,
                alive,
                closed,
                rows.stream().map(CheckRow::id).toList(),
                measured,
                facts);
    }

    private static boolean speaksOfSockets(CheckRow check) {
        return check.area().equals("websocket")
                || check.id().startsWith("ws.")
                || check.id().startsWith("websocket.");
    }

    private static @Nullable Long sum(@Nullable Long before, @Nullable Object fact) {
        if (!(fact instanceof Number number)) {
            return before;
        }
        return before == null ? (Long) number.longValue() : (Long) (before + number.longValue());
    }
}
