package dev.seaworthy.config;

import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.SecretVault;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetches each secret once, keeps it in the vault, and complains where one is missing. Not thread-safe. */
final class SecretStore {
    private static final int SHORTEST_SEARCHED = 6;

    private final SecretSource source;
    private final SecretVault vault;
    private final List<String> warnings;
    private final Map<SecretReference, Secret> byReference = new HashMap<>();

    SecretStore(SecretSource source, SecretVault vault, List<String> warnings) {
        this.source = source;
        this.vault = vault;
        this.warnings = warnings;
    }

    /**
     * A text with the secrets that it refers to; a secret itself.
     *
     * @param folder what a relative path of a file is relative to
     * @throws SecretSource.SecretMissing if one is not there
     */
    Secret fill(String text, Path folder) throws SecretSource.SecretMissing {
        Map<String, String> values = new HashMap<>();
        for (String reference : SecretReference.allIn(text)) {
            values.put(reference, fetch(reference, folder).orElseThrow().reveal());
        }
        return vault.keep(Secret.of(SecretReference.fill(text, values)));
    }

    /**
     * The secret that a text refers to.
     *
     * @param folder what a relative path of a file is relative to
     * @throws SecretSource.SecretMissing if it is not there
     * @return empty if the text is no reference
     */
    Optional<Secret> fetch(String text, Path folder) throws SecretSource.SecretMissing {
        Optional<SecretReference> written = SecretReference.parse(text);
        if (written.isEmpty()) {
            return Optional.empty();
        }
        SecretReference reference = written.get().under(folder);
        Secret known = byReference.get(reference);
        if (known == null) {
            known = vault.keep(source.fetch(reference, warnings::add));
            if (known.reveal().length() < SHORTEST_SEARCHED) {
                warnings.add("the secret " + reference + " is shorter than " + SHORTEST_SEARCHED
                        + " characters: it cannot be searched for in what is written");
            }
            byReference.put(reference, known);
        }
        return Optional.of(known);
    }
}
