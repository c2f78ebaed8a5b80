package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.Outcome;
import io.netty.pkitesting.CertificateBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    private static Path folder;

    private static Certificates good;

    @BeforeAll
    static void makeCertificates() throws Exception {
        good = Certificates.issued(folder, Certificates.named("good", "localhost"));
    }

    private static URI https(ScriptedServer server) {
        return URI.create("https://localhost:" + server.port() + "/");
    }

    private static ScriptedServer showing(Certificates certificates) throws Exception {
        return ScriptedServer.on(certificates.listen(), peer -> {
            while (!peer.readHead().isEmpty()) {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
    }

    @Test
    void talks_to_a_server_whose_certificate_is_trusted() throws Exception {
        try (ScriptedServer server = showing(good);
                Wire wire = Engines.trusting(good.pem(), https(server))) {
            HttpAnswer answer = wire.exchange(HttpRequest.get(https(server)));

            assertThat(answer.is(200)).as(answer.detail()).isTrue();
            assertThat(answer.exchange().connection().tls()).matches("TLSv1\\.3 TLS_\\w+ sha256:[0-9a-f]{64}");
        }
    }

    @Test
    void offers_only_http_1_1_and_names_the_host() throws Exception {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        try (ScriptedServer server = ScriptedServer.on(good.listen(), peer -> {
                    SSLSocket socket = (SSLSocket) peer.socket;
                    peer.readHead();
                    seen.add(socket.getApplicationProtocol());
                    seen.add(((ExtendedSSLSession) socket.getSession())
                            .getRequestedServerNames()
                            .toString());
                    peer.write("HTTP/1.1 204 No Content\r\n\r\n");
                });
                Wire wire = Engines.trusting(good.pem(), https(server))) {
            wire.exchange(HttpRequest.get(https(server)));
            assertThat(seen.poll()).isEqualTo("http/1.1");
            assertThat(seen.poll()).contains("localhost");
        }
    }

    @Test
    void opens_a_websocket_over_tls() throws Exception {
        try (ScriptedServer server = ScriptedServer.on(good.listen(), peer -> {
                    peer.upgrade();
                    peer.write(Frames.server(Frame.TEXT, "safe"));
                    peer.drain();
                });
                Wire wire = Engines.trusting(good.pem(), https(server))) {
            URI wss = URI.create("wss://localhost:" + server.port() + "/ws");
            Handshake handshake = wire.connect(WebSocketRequest.to(wss)).get();
            assertThat(Engines.next(Engines.socket(handshake)).text()).isEqualTo("safe");
        }
    }

    @Test
    void refuses_an_unknown_issuer() throws Exception {
        try (ScriptedServer server = showing(good);
                Wire wire = Engines.to(https(server))) {
            assertRefused(wire.exchange(HttpRequest.get(https(server))), "issuer is unknown", "CN=good");
            Handshake handshake = wire.connect(
                            WebSocketRequest.to(URI.create("wss://localhost:" + server.port() + "/")))
                    .get();
            assertThat(handshake.outcome()).isEqualTo(Outcome.TLS);
            assertThat(handshake.faults()).isEmpty();
        }
    }

    @Test
    void trusts_a_self_signed_certificate_that_it_was_given() throws Exception {
        Certificates own = Certificates.selfSigned(folder, Certificates.named("own", "localhost"));
        try (ScriptedServer server = showing(own);
                Wire trusting = Engines.trusting(own.pem(), https(server));
                Wire other = Engines.to(https(server))) {
            assertThat(trusting.exchange(HttpRequest.get(https(server))).is(200))
                    .isTrue();
            assertRefused(other.exchange(HttpRequest.get(https(server))), "issuer is unknown");
        }
    }

    @Test
    void refuses_an_expired_certificate_whoever_signed_it() throws Exception {
        CertificateBuilder old =
                Certificates.named("old", "localhost").notAfter(Instant.now().minus(Duration.ofDays(2)));
        for (Certificates expired : List.of(Certificates.issued(folder, old), Certificates.selfSigned(folder, old))) {
            try (ScriptedServer server = showing(expired);
                    Wire trusting = Engines.trusting(expired.pem(), https(server));
                    Wire other = Engines.to(https(server))) {
                assertRefused(trusting.exchange(HttpRequest.get(https(server))), "has expired", "CN=old");
                assertRefused(other.exchange(HttpRequest.get(https(server))), "expired", "issuer is unknown");
            }
        }
    }

    @Test
    void refuses_a_certificate_before_its_time() throws Exception {
        CertificateBuilder early =
                Certificates.named("early", "localhost").notBefore(Instant.now().plus(Duration.ofDays(2)));
        for (Certificates future :
                List.of(Certificates.issued(folder, early), Certificates.selfSigned(folder, early))) {
            try (ScriptedServer server = showing(future);
                    Wire wire = Engines.trusting(future.pem(), https(server))) {
                assertRefused(wire.exchange(HttpRequest.get(https(server))), "not valid yet", "CN=early");
            }
        }
    }

    @Test
    void refuses_a_certificate_for_another_host() throws Exception {
        Certificates foreign =
                Certificates.issued(folder, Certificates.named("foreign", "other.example", "more.example"));
        try (ScriptedServer server = showing(foreign);
                Wire wire = Engines.trusting(foreign.pem(), https(server))) {
            assertRefused(
                    wire.exchange(HttpRequest.get(https(server))),
                    "another host",
                    "asked for localhost",
                    "other.example, more.example");
        }
    }

    @Test
    void says_so_when_the_port_does_not_speak_tls() throws Exception {
        try (ScriptedServer plain = ScriptedServer.playing(peer -> {
                    peer.read(5);
                    peer.write("HTTP/1.1 400 Bad Request\r\n\r\n");
                    peer.drain();
                });
                Wire wire = Engines.to(https(plain))) {
            assertRefused(wire.exchange(HttpRequest.get(https(plain))), "does not speak TLS");
        }
    }

    @Test
    void says_so_when_the_peer_hangs_up_during_tls() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> peer.read(5));
                Wire wire = Engines.to(https(server))) {
            assertRefused(wire.exchange(HttpRequest.get(https(server))), "ended the connection while TLS");
        }
    }

    @Test
    void names_a_file_of_certificates_that_is_none() throws Exception {
        Path text = Files.writeString(folder.resolve("not.pem"), "nothing here");
        Path missing = folder.resolve("missing.pem");
        for (Path bad : List.of(text, missing)) {
            assertThatThrownBy(() -> Engines.trusting(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(bad.getFileName().toString());
        }
    }

    private static void assertRefused(HttpAnswer answer, String... words) {
        assertThat(answer.outcome()).as(answer.detail()).isEqualTo(Outcome.TLS);
        assertThat(answer.detail()).contains(words).doesNotContain("\n");
    }
}
