package dev.seaworthy.auth.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResignerTest {
    @ParameterizedTest
    @CsvSource({"HS256,32", "HS384,48", "HS512,64", "RS256,256", "ES256,64", "ES384,96", "ES512,132"})
    void signs_in_the_form_of_the_algorithm_that_the_token_names(String algorithm, int bytes) {
        CompactToken token = token(algorithm);

        CompactToken forged = Resigner.withUnknownKey(token, new Random(1)).orElseThrow();

        assertThat(forged.signatureBytes()).hasSize(bytes);
        assertThat(forged.signedBytes()).isEqualTo(token.signedBytes());
    }

    @Test
    void leaves_an_algorithm_alone_that_it_does_not_know() {
        assertThat(Resigner.withUnknownKey(token("XX999"), new Random(1))).isEmpty();
    }

    private static CompactToken token(String algorithm) {
        return new CompactToken(
                CompactToken.encoded(("{\"alg\":\"" + algorithm + "\"}").getBytes(StandardCharsets.UTF_8)),
                CompactToken.encoded("{\"sub\":\"ada\"}".getBytes(StandardCharsets.UTF_8)),
                "c2ln");
    }
}
