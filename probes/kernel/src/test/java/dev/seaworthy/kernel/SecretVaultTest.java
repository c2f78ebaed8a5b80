package dev.seaworthy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
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
