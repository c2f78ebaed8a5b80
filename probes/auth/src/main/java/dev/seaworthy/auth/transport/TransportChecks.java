package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;

/** TLS, cross-origin rules and the headers that guard an answer: the checks, in report order. */
public final class TransportChecks {
    public static final List<AuthCheck> ALL = List.of();

    private TransportChecks() {}
}
