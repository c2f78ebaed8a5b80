package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;
import java.util.stream.Stream;

/** TLS, cross-origin rules and the headers that guard an answer: the checks, in report order. */
public final class TransportChecks {
    public static final List<AuthCheck> ALL = Stream.of(CrossOriginRules.ALL, HeaderRules.ALL, PageRules.ALL)
            .flatMap(List::stream)
            .toList();

    private TransportChecks() {}
}
