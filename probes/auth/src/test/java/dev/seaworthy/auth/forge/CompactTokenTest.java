package dev.seaworthy.auth.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.testkit.Trials;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Decodes what would be sent, and counts what is different: exactly one thing. */
class CompactTokenTest {
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final String PAYLOAD = "{ \"sub\" : \"ada\", \"exp\":1700000009,\"iat\": 1700000000, \"n\":1.5}";
    private static final CompactToken TOKEN =
            new CompactToken(segment(HEADER), segment(PAYLOAD), segment("0123456789abcdef0123456789abcdef"));

    @Test
    void reads_what_it_is_made_of() {
        assertThat(CompactToken.parse(TOKEN.text())).contains(TOKEN);
        assertThat(TOKEN.algorithm()).isEqualTo("HS256");
        assertThat(TOKEN.payloadText()).isEqualTo(PAYLOAD);
        assertThat(CompactToken.expiry(TOKEN.text())).contains(Instant.ofEpochSecond(1_700_000_009));
    }

    @Test
    void takes_no_other_text_for_a_token() {
        for (String text :
                new String[] {"", "null", "a.b", "a.b.c", "....", segment("[]") + "." + segment("{}") + "."}) {
            assertThat(CompactToken.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void changes_one_byte_of_the_payload_and_nothing_else() {
        CompactToken changed = TOKEN.withNextDigit("exp").orElseThrow();

        assertThat(changed.header()).isEqualTo(TOKEN.header());
        assertThat(changed.signature()).isEqualTo(TOKEN.signature());
        assertThat(differingBytes(TOKEN.payloadText(), changed.payloadText())).isEqualTo(1);
    }

    @Test
    void replaces_a_number_without_touching_the_white_space_around_it() {
        assertThat(TOKEN.withNumber("iat", 7).orElseThrow().payloadText())
                .isEqualTo(PAYLOAD.replace("1700000000", "7"));
        assertThat(TOKEN.withNumber("nbf", 7)).isEmpty();
        assertThat(TOKEN.withNumber("n", 7)).as("a fraction is no whole number").isEmpty();
    }

    @Test
    void replaces_a_subject_and_an_algorithm_by_their_names_alone() {
        assertThat(TOKEN.withText("sub", "grace").orElseThrow().payloadText())
                .isEqualTo(PAYLOAD.replace("ada", "grace"));
        assertThat(TOKEN.withAlgorithm("nOnE").orElseThrow().headerText()).isEqualTo(HEADER.replace("HS256", "nOnE"));
        assertThat(TOKEN.withText("sub", "a\"b"))
                .as("a value that would need escaping")
                .isEmpty();
    }

    @Test
    void flips_a_bit_of_the_signature_that_every_verifier_reads() {
        Trials.seeded(200, random -> {
            CompactToken token = TOKEN.withSignature(bytes(random, 1 + random.nextInt(70)));
            CompactToken flipped = token.withFlippedSignature();

            assertThat(flipped.signatureBytes())
                    .hasSameSizeAs(token.signatureBytes())
                    .isNotEqualTo(token.signatureBytes());
            assertThat(flipped.signedBytes()).isEqualTo(token.signedBytes());
        });
    }

    @Test
    void survives_any_text_without_an_exception() {
        Trials.seeded(2_000, random -> {
            String text = new String(bytes(random, random.nextInt(60)), StandardCharsets.ISO_8859_1);
            String dotted = random.nextBoolean() ? text : segment(text) + "." + segment(text) + "." + text;
            CompactToken.parse(dotted)
                    .ifPresent(token -> assertThat(token.text()).isEqualTo(dotted));
        });
    }

    @Test
    void does_not_show_itself() {
        assertThat(TOKEN.toString()).doesNotContain(TOKEN.payload()).doesNotContain(TOKEN.signature());
    }

    private static int differingBytes(String left, String right) {
        byte[] a = left.getBytes(StandardCharsets.UTF_8);
        byte[] b = right.getBytes(StandardCharsets.UTF_8);
        assertThat(a).hasSameSizeAs(b);
        int count = 0;
        for (int i = 0; i < a.length; i++) {
            count += a[i] == b[i] ? 0 : 1;
        }
        return count;
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String segment(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
