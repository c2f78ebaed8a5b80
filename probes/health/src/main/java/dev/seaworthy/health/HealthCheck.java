package dev.seaworthy.health;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.wire.HttpAnswer;
import java.util.List;

/** One check of this probe: its card, and what it does. Stateless. */
interface HealthCheck {
    CheckCard card();

    /**
     * Tests the claim.
     *
     * @param ready the operation that tells readiness
     * @throws CredentialRefused when the health operation needs a credential that cannot be had
     */
    Finding run(Ward ward, RequestSpec ready, Claim claim) throws CredentialRefused, InterruptedException;

    /** The exchanges behind some readings. */
    static Evidence evidence(List<Reading> readings) {
        return Evidence.of(
                readings.stream().map(Reading::answer).map(HttpAnswer::exchange).toList());
    }

    /** The exchanges behind one reading. */
    static Evidence evidence(Reading reading) {
        Exchange exchange = reading.answer().exchange();
        return Evidence.of(exchange);
    }
}
