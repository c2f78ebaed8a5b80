package dev.seaworthy.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, one handshake, or one frame pair, as it was on the wire: already redacted, never changed
 * afterwards. Only the wire engine makes them (an architecture test holds it to that).
 *
 * @param id the first 16 hexadecimal digits of the SHA-256 over the other components; names the evidence file
 * @param kind what was exchanged
 * @param summary one line, e.g. {@code GET /health -> 200 in 1.204 ms}
 * @param connection which connection carried it
 * @param startedAt wall clock of {@link Clocks#firedNanos()}
 * @param clocks its instants
 * @param outcome how it ended
 * @param detail what went wrong, or empty
 * @param sent what went out, redacted; header order, case and duplicates as on the wire
 * @param received what came back, redacted; likewise
 */
public record Exchange(
        String id,
        Kind kind,
        String summary,
        Connection connection,
        Instant startedAt,
        Clocks clocks,
        Outcome outcome,
        String detail,
        String sent,
        String received) {

    /** What was exchanged. */
    public enum Kind {
        HTTP,
        HANDSHAKE,
        FRAMES
    }

    /**
     * The connection that carried an exchange.
     *
     * @param number counts the connections of one engine from 1; 0 where none was opened
     * @param local local address and port, or empty
     * @param remote remote address and port, or the name that could not be reached
     * @param tls protocol, cipher and the certificate's SHA-256, or null for plain text
     */
    public record Connection(
            long number,
            String local,
            String remote,
            @Nullable String tls) {}

    /** Makes an exchange and names it by its content. The texts must be redacted already. */
    public static Exchange of(
            Kind kind,
            String summary,
            Connection connection,
            Instant startedAt,
            Clocks clocks,
            Ending ending,
            Transcript transcript) {
        String content = String.join(
                "\u0000",
                kind.name(),
                summary,
                connection.toString(),
                startedAt.toString(),
                clocks.toString(),
                ending.outcome().name(),
                ending.detail(),
                transcript.sent(),
                transcript.received());
        return new Exchange(
                hash(content),
                kind,
                summary,
                connection,
                startedAt,
                clocks,
                ending.outcome(),
                ending.detail(),
                transcript.sent(),
                transcript.received());
    }

    /**
     * This exchange without the secrets that {@code vault} knows by now. What an answer revealed may have been recognised
     * only after the exchange was made, such as an opaque token that a contract points at. Equal to this one where there is
     * nothing to redact, else with an id of its own.
     */
    public Exchange redactedBy(SecretVault vault) {
        return of(
                kind,
                vault.redact(summary),
                connection,
                startedAt,
                clocks,
                new Ending(outcome, vault.redact(detail)),
                new Transcript(vault.redact(sent), vault.redact(received)));
    }

    /** How it ended, and in what words. */
    public record Ending(Outcome outcome, String detail) {}

    /** Both directions, redacted. */
    public record Transcript(String sent, String received) {}

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
