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
import org.jspecify.annotations.Nullable;

/** One check of this probe: its card, and what it does. Stateless. */
interface HealthCheck {
    CheckCard card();

    /** The operation that it reads, as the contract names it; null where the contract has none. */
    default @Nullable String operation(HealthSettings settings) {
        return settings.ready();
    }

    /** The key of the settings that names this operation. */
    default String key() {
        return "ready";
    }

    /**
     * Tests the claim.
     *
     * @param operation what {@link #operation} names
     * @throws CredentialRefused when the health operation needs a credential that cannot be had
     */
    Finding run(Ward ward, RequestSpec operation, Claim claim) throws CredentialRefused, InterruptedException;

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
