package dev.seaworthy.readiness;

import java.util.List;

/**
 * The search for every secret that the run saw in everything that it wrote.
 *
 * @param performed whether it was done; the secrets are only known while the run lives
 * @param secrets how many were looked for
 * @param files how many were searched
 * @param bytes how many were searched
 * @param hits where one was found
 */
public record LeakAudit(boolean performed, int secrets, int files, long bytes, List<Hit> hits) {
    public LeakAudit {
        hits = List.copyOf(hits);
    }

    /** Stands for an audit that nobody did. */
    public static LeakAudit notPerformed() {
        return new LeakAudit(false, 0, 0, 0, List.of());
    }

    /** A secret in a file. {@code label} stands for the secret and does not tell it. */
    public record Hit(String file, String label) {}
}
