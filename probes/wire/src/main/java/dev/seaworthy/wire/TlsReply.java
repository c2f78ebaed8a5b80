package dev.seaworthy.wire;

import dev.seaworthy.kernel.Exchange;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came of a {@link TlsHello}.
 *
 * @param ending how it ended
 * @param detail the same in one line, with the reason
 * @param choice what the server chose; null unless its ServerHello was read
 * @param alert the description of its alert (RFC 8446 section 6); -1 for none
 * @param exchange the record, for evidence
 */
public record TlsReply(Ending ending, String detail, @Nullable Choice choice, int alert, Exchange exchange) {
    /** The alert for a fallback that should not have been (RFC 7507). */
    public static final int INAPPROPRIATE_FALLBACK = 86;

    /** How an answer ended. */
    public enum Ending {
        /** The server agreed, and everything that it says before keys are needed was read. */
        AGREED,
        /** It declined by an alert. */
        ALERT,
        /** It ended the connection without a word. */
        CLOSED,
        /** It accepted the connection and said nothing, or not enough, in time. */
        SILENT,
        /** What it sent is not TLS. */
        NOT_TLS,
        /** It began like TLS and went on against its rules, or without an end. */
        MALFORMED,
        /** There was no connection. */
        UNREACHED,
        /** Our side did not send it, or failed. */
        NOT_SENT
    }

    /**
     * What a server chose.
     *
     * @param version chosen
     * @param suite name of the cipher suite in the IANA registry, or its number
     * @param retry whether this was a HelloRetryRequest
     * @param compressed whether it chose compression
     * @param extensions the numbers of the extensions that it answered with, those of EncryptedExtensions included
     * @param protocol by ALPN; null for none
     * @param keyExchange group or size of the key exchange, e.g. {@code x25519} or {@code DH 2048 bits}; empty where it
     *     was not shown
     * @param dhBits size of a finite field's prime; 0 where there was none
     * @param certificates what the server sent, DER, the leaf first; at most {@link #MOST_CERTIFICATES}
     * @param certificatesInAll how many it sent
     * @param stapled whether an OCSP answer came with them
     * @param asksForCertificate whether it asked for a certificate of the client
     */
    public record Choice(
            TlsVersion version,
            String suite,
            boolean retry,
            boolean compressed,
            Set<Integer> extensions,
            @Nullable String protocol,
            String keyExchange,
            int dhBits,
            List<byte[]> certificates,
            int certificatesInAll,
            boolean stapled,
            boolean asksForCertificate) {
        /** More certificates than any chain has. */
        public static final int MOST_CERTIFICATES = 20;

        public Choice {
            extensions = Set.copyOf(extensions);
            certificates = List.copyOf(certificates);
        }

        @Override
        public String toString() {
            return version + " " + suite + (retry ? " (HelloRetryRequest)" : "")
                    + (keyExchange.isEmpty() ? "" : ", " + keyExchange)
                    + (protocol == null ? "" : ", ALPN " + protocol)
                    + (certificatesInAll == 0 ? "" : ", " + certificatesInAll + " certificates");
        }
    }

    /** Whether the server took what was offered. */
    public boolean agreed() {
        return ending == Ending.AGREED;
    }

    /** Whether the server turned it down: by an alert, or by hanging up before it chose anything. */
    public boolean declined() {
        return choice == null && (ending == Ending.ALERT || ending == Ending.CLOSED);
    }
}
