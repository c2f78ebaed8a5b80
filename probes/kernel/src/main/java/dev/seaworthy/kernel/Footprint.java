package dev.seaworthy.kernel;

/**
 * What a check costs its target.
 *
 * @param safety how far it may go
 * @param requests that it sends at the most, handshakes and logins included, on one route; 0 where that depends on the
 *     contract
 * @param leaves what is left behind of it, as the end of a sentence ({@code two sessions, ended again}); or {@code nothing}
 */
public record Footprint(SafetyClass safety, int requests, String leaves) {
    /** A check that reads and leaves nothing. */
    public static final Footprint READS = new Footprint(SafetyClass.READ_ONLY, 0, "nothing");

    public Footprint {
        if (requests < 0 || leaves.isBlank()) {
            throw new IllegalArgumentException("a footprint is a number of requests and what they leave");
        }
    }
}
