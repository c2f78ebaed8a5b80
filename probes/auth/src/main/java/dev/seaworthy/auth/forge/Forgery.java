package dev.seaworthy.auth.forge;

import java.util.Set;

/**
 * A token with one thing changed against the control token.
 *
 * @param row the row of the catalogue that it belongs to, e.g. {@code JWT-ALG-01}
 * @param name what it is, with its article
 * @param text as it goes on the wire; may be valid
 * @param change what is different
 */
public record Forgery(String row, String name, String text, Change change) {
    /** Nothing of the token. */
    @Override
    public String toString() {
        return row + " " + name;
    }

    /**
     * What is different, and nothing besides.
     *
     * @param header names of the header's members that differ, were added, removed, or stand twice
     * @param payload likewise of the payload
     * @param seal what became of the signature
     * @param form how the token is written
     */
    public record Change(Set<String> header, Set<String> payload, Seal seal, Form form) {
        public Change {
            header = Set.copyOf(header);
            payload = Set.copyOf(payload);
        }
    }

    /** The signature of a forged token. */
    public enum Seal {
        /** Byte for byte that of the control token. */
        KEPT,
        /** Valid, made anew by the key that signs the control token. */
        RESIGNED,
        /** Well-made, by a key that is not the issuer's. */
        FOREIGN,
        /** Changed bytes. */
        ALTERED,
        /** No bytes at all. */
        EMPTY
    }

    /** How a forged token is written. */
    public enum Form {
        /** Three segments as RFC 7515 section 7.1 has them. */
        COMPACT,
        /** Two segments: without signature and the dot before it. */
        UNSEPARATED,
        /** The same header, payload and signature in other characters. */
        RESPELLED,
        /** Not readable as a token. */
        MALFORMED
    }
}
