package dev.seaworthy.auth.forge;

import dev.seaworthy.auth.forge.Forgery.Form;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tokens that are written otherwise than RFC 7515 wants, or not as tokens at all: rows ENC, SIZE and ROB. */
public final class FormRows {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private FormRows() {}

    /** The same bytes in other characters: JWT-ENC-01. Not every token can be written in each of these ways. */
    public static List<Forgery> respelled(TokenForge forge) {
        CompactToken control = forge.control();
        String signature = control.signature();
        List<Forgery> rows = new ArrayList<>();
        int open = signature.length() % 4;
        if (open != 0 && !signature.contains("=")) {
            rows.add(respelled(
                    forge, "a valid token with the padding of its signature", control.text() + "=".repeat(4 - open)));
            int last = ALPHABET.indexOf(signature.charAt(signature.length() - 1));
            rows.add(respelled(
                    forge,
                    "a valid token with an unused bit of its signature set",
                    control.text().substring(0, control.text().length() - 1) + ALPHABET.charAt(last ^ 1)));
        }
        String standard = control.text().replace('-', '+').replace('_', '/');
        if (!standard.equals(control.text())) {
            rows.add(respelled(forge, "a valid token in the alphabet with + and /", standard));
        }
        rows.add(respelled(
                forge,
                "a valid token in JSON serialization",
                "{\"payload\":\"" + control.payload() + "\",\"protected\":\"" + control.header() + "\",\"signature\":\""
                        + signature + "\"}"));
        return rows;
    }

    /**
     * A token of about so many KiB: JWT-SIZE-01.
     *
     * @param valid whether it is signed with the key; otherwise it keeps the control's signature
     */
    public static Forgery large(TokenForge forge, int kibibytes, boolean valid) {
        // Four characters carry three bytes.
        TokenForge.Draft draft = forge.draft("JWT-SIZE-01", "a token of " + kibibytes + " KiB")
                .claim("padding", JsonText.quoted("x".repeat(kibibytes * 1024 * 3 / 4)));
        return valid ? draft.resigned() : draft.kept();
    }

    /** What cannot be read as a token: ROB-01. */
    public static List<Forgery> malformed(TokenForge forge) {
        CompactToken control = forge.control();
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("a token whose header is not JSON", with(encoded("{\"alg\""), control.payload(), control));
        forms.put("a token whose header is an array", with(encoded("[]"), control.payload(), control));
        forms.put("a token whose header is not base64", with("%%%", control.payload(), control));
        forms.put("a token whose header is not UTF-8", with("__79_A", control.payload(), control));
        forms.put("a token whose payload is a number", with(control.header(), encoded("17"), control));
        forms.put("a token with an empty payload", with(control.header(), "", control));
        forms.put("two dots and nothing else", "..");
        forms.put("a token with five segments", control.content() + ".e30.e30.e30");
        List<Forgery> rows = new ArrayList<>();
        forms.forEach((name, text) -> rows.add(forge.written("ROB-01", name, text, Form.MALFORMED)));
        rows.add(forge.draft("ROB-01", "a token with alg none and no signature")
                .header("alg", "\"none\"")
                .unsigned());
        rows.add(forge.draft("ROB-01", "a token whose alg is a number")
                .header("alg", "0")
                .kept());
        return rows;
    }

    private static Forgery respelled(TokenForge forge, String name, String text) {
        return forge.written("JWT-ENC-01", name, text, Form.RESPELLED);
    }

    private static String with(String header, String payload, CompactToken control) {
        return header + "." + payload + "." + control.signature();
    }

    private static String encoded(String text) {
        return CompactToken.encoded(text.getBytes(StandardCharsets.UTF_8));
    }
}
