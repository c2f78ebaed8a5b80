package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Outcome;
import java.nio.charset.StandardCharsets;

/**
 * What came of a request. There is always an answer object: a target that cannot be reached, hangs or talks nonsense
 * gives one whose outcome says so.
 *
 * @param outcome {@link Outcome#OK} when a complete HTTP answer arrived, whatever its status; else how it failed
 * @param detail what failed, in one line without secrets; empty when complete
 * @param status the status code; 0 when no answer was complete
 * @param headers as received
 * @param body as received, up to the engine's limit; may hold secrets, so it is not for writing
 * @param clocks the instants
 * @param exchange the redacted record, for evidence
 */
public record HttpAnswer(
        Outcome outcome, String detail, int status, Headers headers, byte[] body, Clocks clocks, Exchange exchange) {
    /** Without headers and body, which may hold secrets. */
    @Override
    public String toString() {
        return exchange.summary();
    }

    /** Whether an answer arrived with this status. */
    public boolean is(int expected) {
        return outcome == Outcome.OK && status == expected;
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
