package dev.seaworthy.config;

import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.Reach;

/**
 * Makes the source of credentials for a run; found by {@link java.util.ServiceLoader}. The auth probe provides it, and its
 * siblings meet it as {@link Credentials} only.
 */
public interface CredentialsFactory {
    /** Opens the source; it is closed by the run if it is {@link AutoCloseable}. Nothing is sent yet. */
    Credentials open(Environment environment, Reach reach);
}
