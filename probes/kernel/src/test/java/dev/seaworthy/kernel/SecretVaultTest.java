package dev.seaworthy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretVaultTest {
    private static final String CANARY = "canary/Secret+9c1=";
    private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLW9mLWFkYQ";

    static Stream<String> spellings() {
        byte[] bytes = CANARY.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                CANARY,
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                URLEncoder.encode(CANARY, StandardCharsets.UTF_8),
                HexFormat.of().formatHex(bytes));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void finds_and_redacts_a_secret_in_every_spelling(String spelling) {
        SecretVault vault = new SecretVault();
        Secret secret = vault.keep(CANARY);
        String text = "before " + spelling + " after";
        assertThat(vault.leaksIn(text)).containsExactly(secret.label());
        assertThat(vault.redact(text)).isEqualTo("before " + secret.label() + " after");
        assertThat(vault.leaksIn(vault.redact(text))).isEmpty();
    }

    @Test
    void finds_a_token_by_its_payload_or_signature_alone() {
        SecretVault vault = new SecretVault();
        vault.keep(JWT);
        String[] segments = JWT.split("\\.");
        assertThat(vault.leaksIn("x" + segments[1])).hasSize(1);
        assertThat(vault.leaksIn("x" + segments[2])).hasSize(1);
        assertThat(vault.leaksIn("the header " + segments[0] + " is no secret")).isEmpty();
        assertThat(vault.redact(JWT)).doesNotContain(segments[1]).doesNotContain(segments[2]);
    }

    static Stream<String> quotations() {
        return Stream.of(
                "pa\\\"s\\\\w/o <r>&'d!ü", // JSON
                "pa\\\"s\\\\w\\/o <r>&'d!ü", // PHP
                "pa\\\"s\\\\w/o <r>&'d!\\u00fc", // Python
                "pa\\\\\\\"s\\\\\\\\w/o <r>&'d!ü", // JSON in JSON
                "pa\\\"s\\\\w/o \\u003cr\\u003e\\u0026\\u0027d!ü", // Rails
                "pa\\\"s\\\\w/o \\u003cr\\u003e\\u0026'd!ü", // Go
                "pa&quot;s\\w/o &lt;r&gt;&amp;&#39;d!ü", // Express
                "pa&quot;s\\w/o &lt;r&gt;&amp;&#x27;d!ü", // Python
                "pa&quot;s\\\\w/o &lt;r&gt;&amp;&#x27;d!\\u00fc", // HTML in JSON
                "pa%22s%5Cw/o%20%3Cr%3E%26%27d%21%C3%BC", // a path
                "pa\\\\\\\"s\\\\\\\\w/o <r>&'d!\\u00fc", // our JSON in Python's
                "pa%22s%5Cw%2Fo%20%3Cr%3E%26'd!%C3%BC", // encodeURIComponent
                "pa%22s%5cw%2fo%20%3cr%3e%26%27d%21%c3%bc",
                "pa%22s%5Cw%2Fo+%3Cr%3E%26%27d%21%C3%BC", // a form
                "706122735C772F6F203C723E26276421C3BC",
                Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString("pa\"s\\w/o <r>&'d!ü".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("quotations")
    void finds_and_redacts_a_secret_as_servers_quote_it(String quotation) {
        SecretVault vault = new SecretVault();
        Secret secret = vault.keep("pa\"s\\w/o <r>&'d!ü");
        String text = "before " + quotation + " after";
        assertThat(vault.leaksIn(text)).containsExactly(secret.label());
        assertThat(vault.redact(text)).isEqualTo("before " + secret.label() + " after");
    }

    @Test
    void leaves_nothing_of_secrets_that_overlap() {
        SecretVault vault = new SecretVault();
        Secret longer = vault.keep("abcdefghij");
        vault.keep("ghijklmn");
        assertThat(vault.redact("<abcdefghijklmn>")).isEqualTo("<" + longer.label() + ">");
        assertThat(vault.leaksIn("<abcdefghijklmn>")).hasSize(2);
    }

    @Test
    void agrees_with_a_plain_search_for_each_secret() {
        Random random = new Random(20261123);
        for (int trial = 0; trial < 2000; trial++) {
            SecretVault vault = new SecretVault();
            List<Secret> secrets = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                secrets.add(vault.keep(word(random, 6 + random.nextInt(4))));
            }
            String text = word(random, random.nextInt(60));
            List<String> expected = secrets.stream()
                    .filter(secret -> text.contains(secret.reveal()))
                    .map(Secret::label)
                    .distinct()
                    .toList();
            assertThat(vault.leaksIn(text)).as(text).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(vault.leaksIn(vault.redact(text))).isEmpty();
        }
    }

    /** Two letters only, so that there is something to find, and to overlap. */
    private static String word(Random random, int length) {
        return random.ints(length, 0, 2).mapToObj(bit -> bit == 0 ? "x" : "y").collect(Collectors.joining());
    }

    @Test
    void a_text_without_secrets_is_left_alone() {
        SecretVault vault = new SecretVault();
        vault.keep(CANARY);
        assertThat(vault.redact("nothing here")).isEqualTo("nothing here");
        assertThat(vault.leaksIn("nothing here")).isEmpty();
    }

    @Test
    void a_secret_does_not_print_itself() {
        Secret secret = Secret.of(CANARY);
        assertThat(secret.toString()).startsWith("secret:").hasSize(15).isEqualTo(secret.label());
        assertThat(String.format(Locale.ROOT, "%s", secret)).doesNotContain("canary");
        assertThat(Secret.of(CANARY).label()).isEqualTo(secret.label());
        assertThatThrownBy(() -> Secret.of("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void counts_each_secret_once() {
        SecretVault vault = new SecretVault();
        vault.keep(CANARY);
        vault.keep(CANARY);
        assertThat(vault.size()).isOne();
    }
}
