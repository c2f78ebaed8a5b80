package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Outcome;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our ClientHello against the JDK's TLS, and against servers that do not keep to the rules. */
class TlsHelloTest {
    @TempDir
    private static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = Certificates.issued(folder, Certificates.named("hello", "localhost"));
    }

    private static URI https(ScriptedServer server) {
        return URI.create("https://localhost:" + server.port() + "/");
    }

    private static ScriptedServer sound() throws Exception {
        // The JDK's server shakes hands when it first reads.
        return ScriptedServer.on(certificates.listen(), ScriptedServer.Peer::drain);
    }

    private static TlsReply reply(ScriptedServer server, TlsHello hello) throws Exception {
        try (Wire wire = Engines.to(https(server))) {
            return wire.hello(https(server), hello).get();
        }
    }

    private static TlsReply.Choice choice(TlsReply reply) {
        return Objects.requireNonNull(reply.choice(), reply::toString);
    }

    @Test
    void tls_1_3_is_shown_by_a_retry_request_without_any_key() throws Exception {
        try (ScriptedServer server = sound()) {
            TlsReply reply = reply(server, TlsHello.of(TlsVersion.TLS_1_3, "localhost"));

            assertThat(reply.agreed()).as(reply.detail()).isTrue();
            assertThat(choice(reply).version()).isEqualTo(TlsVersion.TLS_1_3);
            assertThat(choice(reply).retry()).isTrue();
            assertThat(choice(reply).certificates()).isEmpty();
        }
    }

    @Test
    void tls_1_2_shows_suite_group_and_certificate() throws Exception {
        try (ScriptedServer server = sound()) {
            TlsReply.Choice choice = choice(reply(server, TlsHello.of(TlsVersion.TLS_1_2, "localhost")));

            assertThat(choice.version()).isEqualTo(TlsVersion.TLS_1_2);
            assertThat(choice.suite()).startsWith("TLS_ECDHE_ECDSA_WITH_");
            assertThat(choice.keyExchange()).isNotEmpty();
            assertThat(choice.compressed()).isFalse();
            assertThat(choice.extensions()).contains(0xFF01);
            assertThat(parsed(choice)).isEqualTo(certificates.chain().getCertificate());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"})
    void with_keys_the_certificate_of_tls_1_3_is_read_too(String suite) throws Exception {
        try (ScriptedServer server = sound()) {
            TlsHello hello = TlsHello.usual("localhost")
                    .offering(List.of(TlsSuite.valueOf(suite)))
                    .speaking("h2", "http/1.1");
            TlsReply reply = reply(server, hello);

            assertThat(reply.agreed()).as(reply.detail()).isTrue();
            assertThat(choice(reply).version()).isEqualTo(TlsVersion.TLS_1_3);
            assertThat(choice(reply).suite()).isEqualTo(suite);
            assertThat(choice(reply).protocol()).isEqualTo("h2");
            assertThat(parsed(choice(reply))).isEqualTo(certificates.chain().getCertificate());
            assertThat(reply.exchange().received()).contains("-----BEGIN CERTIFICATE-----");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsVersion.class,
            names = {"SSL_3_0", "TLS_1_0", "TLS_1_1"})
    void a_version_that_is_off_is_declined_by_an_alert(TlsVersion version) throws Exception {
        try (ScriptedServer server = sound()) {
            TlsReply reply = reply(server, TlsHello.of(version, "localhost"));

            assertThat(reply.ending()).as(reply.detail()).isEqualTo(TlsReply.Ending.ALERT);
            assertThat(reply.declined()).isTrue();
            assertThat(reply.exchange().outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(reply.exchange().kind()).isEqualTo(Exchange.Kind.HANDSHAKE);
            assertThat(reply.exchange().sent()).contains(version.toString());
        }
    }

    @Test
    void suites_that_the_server_does_not_have_are_declined() throws Exception {
        try (ScriptedServer server = sound()) {
            TlsReply reply = reply(
                    server,
                    TlsHello.of(TlsVersion.TLS_1_2, "localhost").offering(List.of(TlsSuite.TLS_RSA_WITH_RC4_128_SHA)));

            assertThat(reply.declined()).as(reply.detail()).isTrue();
            assertThat(reply.detail()).contains("handshake_failure (40)");
        }
    }

    @Test
    void goes_to_the_address_that_it_is_told() throws Exception {
        try (ScriptedServer server = sound()) {
            TlsHello hello = TlsHello.usual("localhost");
            assertThat(reply(server, hello.to(InetAddress.getByName("127.0.0.1"))).agreed())
                    .isTrue();

            TlsReply nowhere = reply(server, hello.to(InetAddress.getByName("192.0.2.1")));
            assertThat(nowhere.ending()).isEqualTo(TlsReply.Ending.NOT_SENT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "\u0016",
            })
    void what_is_not_tls_has_a_name(String answer) throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
            peer.read(5);
            peer.write(answer);
        })) {
            TlsReply reply = reply(server, TlsHello.usual("localhost"));

            assertThat(reply.agreed()).isFalse();
            assertThat(reply.choice()).isNull();
            assertThat(reply.detail()).isNotBlank().doesNotContain("OpenSSH").doesNotContain("\n");
            assertThat(reply.ending())
                    .isEqualTo(answer.length() > 1 ? TlsReply.Ending.NOT_TLS : TlsReply.Ending.CLOSED);
        }
    }

    @Test
    void a_server_that_never_ends_is_left() throws Exception {
        byte[] warnings = HexFormat.of().parseHex("15030300020170".repeat(512));
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
            peer.read(5);
            while (!peer.socket.isClosed()) {
                peer.write(warnings);
            }
        })) {
            TlsReply reply = reply(server, TlsHello.usual("localhost"));

            assertThat(reply.ending()).as(reply.detail()).isEqualTo(TlsReply.Ending.MALFORMED);
            assertThat(reply.detail()).contains("without an end");
        }
    }

    @Test
    void silence_is_no_refusal() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(ScriptedServer.Peer::drain);
                Wire wire = Engines.impatient(Duration.ofMillis(300), https(server))) {
            TlsReply reply = wire.hello(https(server), TlsHello.usual("localhost")).get();

            assertThat(reply.ending()).isEqualTo(TlsReply.Ending.SILENT);
            assertThat(reply.declined()).isFalse();
            assertThat(reply.exchange().outcome()).isEqualTo(Outcome.TIMEOUT);
        }
    }

    @Test
    void a_port_without_a_server_is_not_reached() throws Exception {
        ScriptedServer gone = ScriptedServer.playing(ScriptedServer.Peer::drain);
        URI uri = https(gone);
        gone.close();
        try (Wire wire = Engines.to(uri)) {
            TlsReply reply = wire.hello(uri, TlsHello.usual("localhost")).get();
            assertThat(reply.ending()).isEqualTo(TlsReply.Ending.UNREACHED);
            assertThat(reply.declined()).isFalse();
        }
    }

    @Test
    void keeps_to_the_rails() throws Exception {
        URI there = URI.create("https://localhost:1/");
        try (Wire wire = Engines.to(there)) {
            assertThatThrownBy(() -> wire.hello(URI.create("https://localhost:2/"), TlsHello.usual("localhost")))
                    .isInstanceOf(AllowList.NotAllowed.class);
            wire.close();
            assertThat(wire.hello(there, TlsHello.usual("localhost")).get().ending())
                    .isEqualTo(TlsReply.Ending.NOT_SENT);
        }
        try (Wire wire = Engines.spending(1, there)) {
            wire.hello(there, TlsHello.usual("localhost")).get();
            TlsReply second = wire.hello(there, TlsHello.usual("localhost")).get();
            assertThat(second.ending()).isEqualTo(TlsReply.Ending.NOT_SENT);
            assertThat(second.detail()).contains("budget");
        }
    }

    @Test
    void says_what_it_offers() {
        TlsHello hello = new TlsHello(
                EnumSet.of(TlsVersion.SSL_3_0),
                List.of(TlsSuite.TLS_RSA_WITH_RC4_128_MD5),
                null,
                List.of(),
                Set.of(TlsHello.Extra.DEFLATE),
                null);
        byte[] record = TlsHelloBytes.record(hello, TlsHelloBytes.message(hello, new byte[64], null));

        assertThat(hello.toString()).contains("SSL 3.0", "TLS_RSA_WITH_RC4_128_MD5", "no server name", "DEFLATE");
        // Record and message of SSL 3.0, no session, one suite, two compressions, and no extensions, which it did not have.
        assertThat(HexFormat.of().formatHex(record))
                .isEqualTo("160300002e0100002a0300" + "00".repeat(32) + "00" + "00020004" + "020100");
    }

    private static Object parsed(TlsReply.Choice choice) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(choice.certificates().get(0)));
    }
}
