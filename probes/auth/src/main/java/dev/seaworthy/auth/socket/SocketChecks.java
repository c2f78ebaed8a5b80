package dev.seaworthy.auth.socket;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;

/** Who may open a WebSocket, and by which carrier of a token: the checks, in report order. */
public final class SocketChecks {
    public static final List<AuthCheck> ALL = List.of();

    private SocketChecks() {}
}
