package dev.seaworthy.kernel;

import java.time.Instant;

/** Exchanges for tests that need some and do not care which. */
final class Exchanges {
    private Exchanges() {}

    static Exchange some(String sent) {
        return of(sent, Outcome.OK);
    }

    static Exchange ending(Outcome outcome) {
        return of("GET / HTTP/1.1", outcome);
    }

    private static Exchange of(String sent, Outcome outcome) {
        return Exchange.of(
                Exchange.Kind.HTTP,
                "GET / -> 200",
                new Exchange.Connection(1, "127.0.0.1:1", "127.0.0.1:2", null),
                Instant.EPOCH,
                new Clocks(0, 1, 2, 3, 4),
                new Exchange.Ending(outcome, ""),
                new Exchange.Transcript(sent, "HTTP/1.1 200 OK"));
    }
}
