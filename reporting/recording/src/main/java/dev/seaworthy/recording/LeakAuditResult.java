package dev.seaworthy.recording;

import java.util.List;

/**
 * What a search for secrets in a run directory found.
 *
 * @param filesScanned how many files were read, each to its end
 * @param secrets how many secrets were looked for; with none, an audit shows nothing
 * @param leaks where a secret was found; empty is good
 */
public record LeakAuditResult(int filesScanned, int secrets, List<Leak> leaks) {

    /**
     * A secret in a file.
     *
     * @param file relative to the run directory
     * @param label of the secret, never the secret
     */
    public record Leak(String file, String label) {}

    public boolean clean() {
        return leaks.isEmpty();
    }
}
