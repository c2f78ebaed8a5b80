package dev.seaworthy.kernel;

import java.time.Instant;

/** Exchanges for tests that need some and do not care which. */
final class Exchanges {
    private Exchanges() {}

    static Exchange some(String sent) {
        return Exchange.of(
                Exchange.Kind.HTTP,
                "GET / -> 200",
                new Exchange.Connection(1, "127.0.0.1:1", "127.0.0.1:2", null),
                Instant.EPOCH,
                new Clocks(0, 1, 2, 3, 4),
                new Exchange.Ending(Outcome.OK, ""),
                new Exchange.Transcript(sent, "HTTP/1.1 200 OK"));
    }
}
