package dev.seaworthy.auth.forge;

import dev.seaworthy.auth.forge.Forgery.Change;
import dev.seaworthy.auth.forge.Forgery.Form;
import dev.seaworthy.auth.forge.Forgery.Seal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes tokens that differ from a valid one, the control, in one thing each. The texts of header and payload are the
 * control's own, changed member by member; what is signed again is signed by hand.
 *
 * <p>Immutable, except for the randomness that it was given.
 */
public final class TokenForge {
    private final CompactToken control;
    private final @Nullable Signer key;
    private final Random random;

    /**
     * A forge.
     *
     * @param control a valid token
     * @param key what signs such tokens; null where nobody has it
     */
    public TokenForge(CompactToken control, @Nullable Signer key, Random random) {
        this.control = control;
        this.key = key;
        this.random = random;
    }

    public CompactToken control() {
        return control;
    }

    public JsonText header() {
        return control.headerText();
    }

    public JsonText payload() {
        return control.payloadText();
    }

    /** The algorithm of the control. */
    public String algorithm() {
        return control.algorithm();
    }

    public Random random() {
        return random;
    }

    /** A text claim of the control. */
    public Optional<String> text(String claim) {
        return control.claim(claim).filter(node -> node.isTextual()).map(node -> node.asText());
    }

    /**
     * The control's claims under its own header, signed with the key.
     *
     * @throws IllegalStateException if there is no key
     */
    public CompactToken resignedControl() {
        String content = control.content();
        return new CompactToken(control.header(), control.payload(), CompactToken.encoded(key().sign(content)));
    }

    /** Begins a forged token: so far it is the control. */
    public Draft draft(String row, String name) {
        return new Draft(row, name, header(), payload());
    }

    /**
     * Something that is written otherwise, or is no token at all, from the control.
     *
     * @param text what is sent
     */
    public Forgery written(String row, String name, String text, Form form) {
        return new Forgery(row, name, text, new Change(Set.of(), Set.of(), Seal.KEPT, form));
    }

    private Signer key() {
        if (key == null) {
            throw new IllegalStateException("there is no key to sign with");
        }
        return key;
    }

    /** A forged token on its way: what its header and payload are to say. The last step gives it a signature. Immutable. */
    public final class Draft {
        private final String row;
        private final String name;
        private final JsonText header;
        private final JsonText payload;

        private Draft(String row, String name, JsonText header, JsonText payload) {
            this.row = row;
            this.name = name;
            this.header = header;
            this.payload = payload;
        }

        /** With another header. */
        public Draft header(JsonText other) {
            return new Draft(row, name, other, payload);
        }

        /** With a member of the header set to a value, written as JSON. */
        public Draft header(String member, String raw) {
            return header(header.with(member, raw));
        }

        /** With another payload. */
        public Draft payload(JsonText other) {
            return new Draft(row, name, header, other);
        }

        /** With a claim set to a value, written as JSON. */
        public Draft claim(String claim, String raw) {
            return payload(payload.with(claim, raw));
        }

        /** With the signature of the control. */
        public Forgery kept() {
            return sealed(control.signature(), Seal.KEPT);
        }

        /** With these bytes for a signature. */
        public Forgery altered(byte[] bytes) {
            return sealed(CompactToken.encoded(bytes), Seal.ALTERED);
        }

        /** With the third segment empty. */
        public Forgery unsigned() {
            return sealed("", Seal.EMPTY);
        }

        /** Without a third segment. */
        public Forgery unseparated() {
            return new Forgery(row, name, content(), change(Seal.EMPTY, Form.UNSEPARATED));
        }

        /** Signed again with the key of the control. */
        public Forgery resigned() {
            return sealed(CompactToken.encoded(key().sign(content())), Seal.RESIGNED);
        }

        /** Signed by somebody else. */
        public Forgery signedBy(Signer other) {
            return sealed(CompactToken.encoded(other.sign(content())), Seal.FOREIGN);
        }

        /** Signed by nobody whom the target could know. */
        public Forgery signedByNobody() {
            return signedBy(Signer.ofNobody(control.algorithm(), random));
        }

        private Forgery sealed(String signature, Seal seal) {
            return new Forgery(row, name, content() + "." + signature, change(seal, Form.COMPACT));
        }

        private String content() {
            return segment(header, header(), control.header()) + "." + segment(payload, payload(), control.payload());
        }

        private JsonText header() {
            return TokenForge.this.header();
        }

        private JsonText payload() {
            return TokenForge.this.payload();
        }

        private Change change(Seal seal, Form form) {
            return new Change(difference(header(), header), difference(payload(), payload), seal, form);
        }
    }

    /** What was not touched stays as the issuer wrote it, padding and all. */
    private static String segment(JsonText now, JsonText before, String written) {
        return now.equals(before) ? written : CompactToken.encoded(now.text().getBytes(StandardCharsets.UTF_8));
    }

    /** The names whose values, in their order, are not the same in both. */
    static Set<String> difference(JsonText left, JsonText right) {
        Set<String> names = new TreeSet<>();
        left.members().forEach(member -> names.add(member.name()));
        right.members().forEach(member -> names.add(member.name()));
        names.removeIf(name -> values(left, name).equals(values(right, name)));
        return names;
    }

    private static List<String> values(JsonText object, String name) {
        return object.members().stream()
                .filter(member -> member.name().equals(name))
                .map(JsonText.Member::raw)
                .toList();
    }
}
