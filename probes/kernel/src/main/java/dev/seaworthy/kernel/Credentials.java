package dev.seaworthy.kernel;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where probes get credentials from. Thread-safe. */
public interface Credentials {
    /** The identities that the contract describes, in its order. */
    List<String> identities();

    /** How many accounts an identity has; at least 1. */
    int accounts(String identity);

    /**
     * Obtains a fresh credential: a new login, where the identity logs in.
     *
     * @param account counts the identity's accounts from 0; taken modulo their number
     * @return completes with the credential, or exceptionally with {@link CredentialRefused}
     */
    CompletableFuture<Credential> obtain(String identity, long account);
}
