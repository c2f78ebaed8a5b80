package dev.seaworthy.kernel;

import java.util.List;

/** A credential could not be obtained; carries the exchanges that show why. */
public final class CredentialRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Exchange> exchanges;

    /** The message names the identity and what the target answered, never a secret. */
    public CredentialRefused(String message, List<Exchange> exchanges) {
        super(message);
        this.exchanges = List.copyOf(exchanges);
    }

    public List<Exchange> exchanges() {
        return exchanges;
    }
}
