package dev.seaworthy.auth.bench;

import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;

/** One check of this probe: its card, and what it does. Stateless. */
public interface AuthCheck {
    CheckCard card();

    /**
     * Tests the claim.
     *
     * @throws CredentialRefused when no valid credential can be had, which leaves the claim unproven
     */
    Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException;
}
