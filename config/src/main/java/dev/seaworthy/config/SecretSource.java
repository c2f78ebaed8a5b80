package dev.seaworthy.config;

import java.util.Map;
import java.util.function.Consumer;

/** Where secrets come from. */
public interface SecretSource {
    /**
     * Fetches a secret.
     *
     * @param warn is told, in one line, what is unwise about the place; never the secret
     * @return its value, not empty
     * @throws SecretMissing if it is not there
     */
    String fetch(SecretReference reference, Consumer<String> warn) throws SecretMissing;

    /**
     * Environment variables, files and commands of this machine. A command is run without a shell, for at most ten
     * seconds; white space around the content of files and outputs is dropped.
     */
    static SecretSource system() {
        return new MachineSecrets(System::getenv);
    }

    /** Like {@link #system()}, with these environment variables in front of the machine's. */
    static SecretSource withOverrides(Map<String, String> variables) {
        Map<String, String> known = Map.copyOf(variables);
        return new MachineSecrets(name -> known.containsKey(name) ? known.get(name) : System.getenv(name));
    }

    /** A secret is not where the contract says. */
    final class SecretMissing extends Exception {
        private static final long serialVersionUID = 1L;

        /** The message names the place in one line, never a secret. */
        public SecretMissing(String message) {
            super(message);
        }
    }
}
