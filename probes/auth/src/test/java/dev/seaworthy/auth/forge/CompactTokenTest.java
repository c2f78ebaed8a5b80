package dev.seaworthy.auth.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.testkit.Trials;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompactTokenTest {
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final String PAYLOAD = "{ \"sub\" : \"ada\", \"exp\":1700000009,\"iat\": 1700000000, \"n\":1.5}";
    private static final CompactToken TOKEN =
            new CompactToken(segment(HEADER), segment(PAYLOAD), segment("0123456789abcdef0123456789abcdef"));

    @Test
    void reads_what_it_is_made_of() {
        assertThat(CompactToken.parse(TOKEN.text())).contains(TOKEN);
        assertThat(TOKEN.algorithm()).isEqualTo("HS256");
        assertThat(TOKEN.payloadText().text()).isEqualTo(PAYLOAD);
        assertThat(CompactToken.expiry(TOKEN.text())).contains(Instant.ofEpochSecond(1_700_000_009));
    }

    @Test
    void takes_no_other_text_for_a_token() {
        for (String text : new String[] {
            "",
            "null",
            "a.b",
            "a.b.c",
            "....",
            segment("[]") + "." + segment("{}") + ".",
            segment("{}") + "." + segment("{}") + ".%%"
        }) {
            assertThat(CompactToken.parse(text)).as(text).isEmpty();
        }
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

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String segment(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
