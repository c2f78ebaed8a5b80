package dev.seaworthy.auth;

import dev.seaworthy.config.CredentialsFactory;
import dev.seaworthy.config.Environment;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.Reach;

/** Makes {@link Credentials} of the identities that a contract describes. */
public final class LoginCredentialsFactory implements CredentialsFactory {
    /** For {@link java.util.ServiceLoader}. */
    public LoginCredentialsFactory() {}

    @Override
    public Credentials open(Environment environment, Reach reach) {
        return new LoginCredentials(environment, reach);
    }
}
