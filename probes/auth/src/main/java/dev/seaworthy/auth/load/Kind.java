package dev.seaworthy.auth.load;

import dev.seaworthy.auth.settings.UnderLoadSettings.Shares;
import dev.seaworthy.config.RequestSpec.CredentialClass;

/** What rides along with the load: five kinds that must be refused, and one that must be let in. */
enum Kind {
    FORGED("forged", "forged tokens", CredentialClass.TAMPERED),
    EXPIRED("expired", "expired tokens", CredentialClass.EXPIRED),
    REVOKED("revoked", "revoked tokens", CredentialClass.EXPIRED),
    NONE("none", "requests without a credential", CredentialClass.NONE),
    OTHERS("others", "requests for another user's resource", CredentialClass.GARBAGE),
    VALID("valid", "valid tokens", CredentialClass.VALID);

    private final String word;
    private final String plural;
    private final CredentialClass expectation;

    Kind(String word, String plural, CredentialClass expectation) {
        this.word = word;
        this.plural = plural;
        this.expectation = expectation;
    }

    /** Its name as an operation under load. */
    String operation() {
        return "auth.under-load." + word;
    }

    String plural() {
        return plural;
    }

    /** Under which entry of {@code expect} the contract says how it is answered. */
    CredentialClass expectation() {
        return expectation;
    }

    double share(Shares shares) {
        return switch (this) {
            case FORGED -> shares.forged();
            case EXPIRED -> shares.expired();
            case REVOKED -> shares.revoked();
            case NONE -> shares.none();
            case OTHERS -> shares.others();
            case VALID -> shares.valid();
        };
    }
}
