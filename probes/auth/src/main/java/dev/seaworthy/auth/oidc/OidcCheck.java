package dev.seaworthy.auth.oidc;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.settings.OidcSettings;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;

/** A check of the provider: nothing for a contract that has none. */
record OidcCheck(CheckCard card, Body body) implements AuthCheck {
    @Override
    public Finding run(Bench bench, Claim claim) throws InterruptedException {
        OidcSettings settings = bench.settings().oidc();
        if (settings == null) {
            return Finding.skipped(claim, "not in the contract: probes.auth.oidc");
        }
        try {
            return body.run(new Provider(bench, claim, settings));
        } catch (Halt halt) {
            return halt.finding();
        }
    }

    /** What it does. */
    @FunctionalInterface
    interface Body {
        /**
         * Tests the claim that the provider was made for.
         *
         * @throws Halt where the ground for a verdict is missing
         */
        Finding run(Provider provider) throws Halt, InterruptedException;
    }
}
