package dev.seaworthy.recording;

import dev.seaworthy.kernel.SecretVault;
import java.util.List;

/** What every text passes on its way to the disk. */
final class SecretGuard {
    private final SecretVault vault;

    SecretGuard(SecretVault vault) {
        this.vault = vault;
    }

    /**
     * Lets a text through.
     *
     * @throws SecretLeak if it contains a secret in any spelling
     */
    String text(String file, String text) {
        List<String> labels = vault.leaksIn(text);
        if (!labels.isEmpty()) {
            throw new SecretLeak(file, labels);
        }
        return text;
    }

    /** Lets a JSON text through; a secret does not hide behind JSON's escapes either. */
    String json(String file, String json) {
        text(file, json);
        if (json.indexOf('\\') >= 0) {
            text(file, Json.strings(json));
        }
        return json;
    }
}
