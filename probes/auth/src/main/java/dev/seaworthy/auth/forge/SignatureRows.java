package dev.seaworthy.auth.forge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Forged tokens whose signature does not belong to them: rows SIG and ALG. None of them needs the issuer's key. */
public final class SignatureRows {
    private static final Map<String, Integer> ECDSA_BYTES = Map.of("ES256", 64, "ES384", 96, "ES512", 132);

    /** As JSON: spellings of none, and values that are no algorithm at all. */
    private static final List<String> NO_ALGORITHM = List.of(
            "\"none\"", "\"None\"", "\"NONE\"", "\"nOnE\"", "\"NonE\"", "\"none \"", "\"\"", "null", "0", "[\"none\"]");

    private SignatureRows() {}

    /**
     * The payload or the signature changed: JWT-SIG-01 and -02.
     *
     * @param subject another account's subject, if one is known
     * @param other another valid token, if one is known
     */
    public static List<Forgery> changed(TokenForge forge, Optional<String> subject, Optional<CompactToken> other) {
        List<Forgery> rows = new ArrayList<>();
        nextDigit(forge)
                .ifPresent(
                        payload -> rows.add(forge.draft("JWT-SIG-01", "a token whose payload was changed in one byte")
                                .payload(payload)
                                .kept()));
        subject.filter(sub -> !forge.text("sub").equals(Optional.of(sub)))
                .ifPresent(sub ->
                        rows.add(forge.draft("JWT-SIG-01", "a token whose subject was replaced by another account's")
                                .claim("sub", JsonText.quoted(sub))
                                .kept()));
        byte[] signature = forge.control().signatureBytes();
        if (signature.length > 0) {
            rows.add(forge.draft("JWT-SIG-02", "a token whose signature was changed in its first byte")
                    .altered(flipped(signature, 0)));
            rows.add(forge.draft("JWT-SIG-02", "a token whose signature was changed in its last byte")
                    .altered(flipped(signature, signature.length - 1)));
        }
        other.filter(theirs -> !theirs.signature().equals(forge.control().signature()))
                .ifPresent(theirs -> rows.add(forge.draft("JWT-SIG-02", "a token with the signature of another")
                        .altered(theirs.signatureBytes())));
        return rows;
    }

    /** A signature that nobody of the issuer's made: JWT-SIG-03 to -06. */
    public static List<Forgery> unearned(TokenForge forge) {
        List<Forgery> rows = new ArrayList<>();
        rows.add(forge.draft("JWT-SIG-06", "a token signed by an unknown key").signedByNobody());
        rows.add(forge.draft("JWT-SIG-03", "a token with an empty signature").unsigned());
        rows.add(forge.draft("JWT-SIG-03", "a token without its third segment").unseparated());
        rows.add(forge.draft("JWT-SIG-04", "a token with a constant text for a signature")
                .altered("signature-of-nobody-at-all-000000".getBytes(StandardCharsets.US_ASCII)));
        Integer bytes = ECDSA_BYTES.get(forge.algorithm());
        if (bytes != null) {
            rows.add(forge.draft("JWT-SIG-05", "a token with an ECDSA signature of zeros")
                    .altered(new byte[bytes]));
            rows.add(forge.draft("JWT-SIG-05", "a token with an ECDSA signature of zeros in DER")
                    .altered(HexFormat.of().parseHex("3006020100020100")));
        }
        return rows;
    }

    /** No algorithm, in every spelling, each without a signature and with the control's: JWT-ALG-01. */
    public static List<Forgery> unsigned(TokenForge forge) {
        List<Forgery> rows = new ArrayList<>();
        for (String raw : NO_ALGORITHM) {
            TokenForge.Draft draft = forge.draft("JWT-ALG-01", "a token with alg " + raw + " and no signature")
                    .header("alg", raw);
            rows.add(draft.unsigned());
            rows.add(forge.draft("JWT-ALG-01", "a token with alg " + raw + " and its signature kept")
                    .header("alg", raw)
                    .kept());
        }
        rows.add(forge.draft("JWT-ALG-01", "a token with alg \"none\" and without its third segment")
                .header("alg", "\"none\"")
                .unseparated());
        JsonText bare = forge.header().without("alg");
        rows.add(forge.draft("JWT-ALG-01", "a token without alg and signature")
                .header(bare)
                .unsigned());
        rows.add(forge.draft("JWT-ALG-01", "a token without alg and its signature kept")
                .header(bare)
                .kept());
        return rows;
    }

    /** Another algorithm, signature kept: JWT-ALG-03. */
    public static List<Forgery> otherAlgorithm(TokenForge forge) {
        List<String> others = switch (forge.algorithm()) {
            case "RS256" -> List.of("RS384", "PS256", "RS1", "XX999");
            case "ES256" -> List.of("ES384", "ES256K", "XX999");
            case "HS256" -> List.of("HS384", "HS512", "XX999");
            default -> List.of("HS1", "XX999");
        };
        List<Forgery> rows = new ArrayList<>();
        for (String other : others) {
            rows.add(forge.draft(
                            "JWT-ALG-03", "a token with alg " + other + " over the signature of " + forge.algorithm())
                    .header("alg", JsonText.quoted(other))
                    .kept());
        }
        rows.add(forge.draft("JWT-ALG-03", "a token with the unknown alg XX999 and no signature")
                .header("alg", "\"XX999\"")
                .unsigned());
        return rows;
    }

    /** The payload with the last digit of exp, or else of iat, changed. */
    private static Optional<JsonText> nextDigit(TokenForge forge) {
        for (String claim : List.of("exp", "iat")) {
            Optional<JsonText.Member> member = forge.payload().member(claim);
            if (member.isPresent() && member.get().raw().matches("\\d{1,18}")) {
                long value = Long.parseLong(member.get().raw());
                return Optional.of(forge.payload().with(claim, Long.toString(value % 10 == 9 ? value - 1 : value + 1)));
            }
        }
        return Optional.empty();
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 0x01;
        return changed;
    }
}
