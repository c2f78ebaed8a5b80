package dev.seaworthy.recording;

import dev.seaworthy.kernel.Exchange;

/** Whether an exchange is what its id says: the hash of its content. */
final class ExchangeIds {
    private ExchangeIds() {}

    static boolean matches(Exchange exchange) {
        Exchange again = Exchange.of(
                exchange.kind(),
                exchange.summary(),
                exchange.connection(),
                exchange.startedAt(),
                exchange.clocks(),
                new Exchange.Ending(exchange.outcome(), exchange.detail()),
                new Exchange.Transcript(exchange.sent(), exchange.received()));
        return again.id().equals(exchange.id());
    }
}
