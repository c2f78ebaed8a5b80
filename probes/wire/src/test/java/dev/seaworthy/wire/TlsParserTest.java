package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as servers give them, byte for byte; they are also the seeds of {@link TlsParserFuzzTest}. */
class TlsParserTest {
    private static TlsParser fed(String input) throws IOException {
        TlsParser parser = new TlsParser(new byte[0], null);
        try (InputStream in = Objects.requireNonNull(
                TlsParserTest.class.getResourceAsStream("TlsParserFuzzTestInputs/answers/" + input), input)) {
            parser.feed(in.readAllBytes());
        }
        return parser;
    }

    @ParameterizedTest
    @CsvSource({
        "one-record, AGREED, ''",
        "fragments, AGREED, ''",
        "finite-field, AGREED, ''",
        "retry, AGREED, ''",
        "warning-then-hello, AGREED, ''",
        "chain-of-many, AGREED, ''",
        "alert, ALERT, ''",
        "http, NOT_TLS, it answers in plain HTTP",
        "length-outside, MALFORMED, a length that leads outside its message",
        "share-without-keys, MALFORMED, a key share for none of ours",
        "certificate-first, MALFORMED, a handshake message before the ServerHello",
    })
    void every_answer_has_one_ending(String input, TlsReply.Ending ending, String flaw) throws IOException {
        TlsParser parser = fed(input);
        assertThat(parser.ending()).isEqualTo(ending);
        assertThat(parser.flaw()).isEqualTo(flaw);
    }

    @Test
    void reads_what_the_server_chose() throws IOException {
        assertThat(String.valueOf(fed("fragments").choice()))
                .isEqualTo("TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, x25519, ALPN h2, 2 certificates");
        TlsReply.Choice old = Objects.requireNonNull(fed("finite-field").choice());
        assertThat(old.dhBits()).isEqualTo(1024);
        assertThat(old.asksForCertificate()).isTrue();
        assertThat(old).hasToString("TLS 1.0 TLS_DHE_RSA_WITH_AES_256_CBC_SHA, DH 1024 bits, 2 certificates");
        assertThat(String.valueOf(fed("retry").choice()))
                .isEqualTo("TLS 1.3 TLS_AES_128_GCM_SHA256 (HelloRetryRequest), x25519");
        assertThat(fed("alert").alert()).isEqualTo(70);
    }

    @Test
    void counts_the_certificates_of_a_chain_that_is_too_long_and_keeps_the_first() throws IOException {
        TlsReply.Choice choice = Objects.requireNonNull(fed("chain-of-many").choice());
        assertThat(choice.certificatesInAll()).isEqualTo(500);
        assertThat(choice.certificates()).hasSize(TlsReply.Choice.MOST_CERTIFICATES);
    }

    @Test
    void a_message_that_claims_megabytes_is_refused_at_its_head() {
        TlsParser parser = new TlsParser(new byte[0], null);
        parser.feed(new byte[] {22, 3, 3, 0, 4, 2, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF});
        assertThat(parser.ending()).isEqualTo(TlsReply.Ending.MALFORMED);
    }
}
