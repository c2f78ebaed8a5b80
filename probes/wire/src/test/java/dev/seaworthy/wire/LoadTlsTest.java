package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Outcome;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.pkitesting.CertificateBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS under load verifies what TLS for checks verifies, whoever does it. */
class LoadTlsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

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
                peer.write(OK);
            }
        });
    }

    private static OneLoop.Result get(Wire wire, ScriptedServer server) throws Exception {
        try (OneLoop loop = new OneLoop()) {
            return loop.get(wire, https(server), LoadOptions.STANDARD);
        }
    }

    @Test
    void is_done_by_openssl_where_it_is_there() {
        Origin origin = new Origin(true, "localhost", 443);
        SSLEngine load = Tls.trusting(null)
                .handler(ByteBufAllocator.DEFAULT, origin, Tls.Offer.HTTP_1_1)
                .engine();
        SSLEngine check = Tls.trusting(null)
                .handler(ByteBufAllocator.DEFAULT, origin, Tls.Offer.EVIDENCE)
                .engine();
        assertThat(load.getClass().getSimpleName().contains("OpenSsl")).isEqualTo(OpenSsl.isAvailable());
        assertThat(check.getClass().getName()).contains(".Jdk");
        assertThat(load.getSSLParameters().getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
        io.netty.util.ReferenceCountUtil.release(load);
    }

    @Test
    void keeps_connections_to_a_trusted_server() throws Exception {
        ConcurrentLinkedQueue<String> spoken = new ConcurrentLinkedQueue<>();
        try (ScriptedServer server = ScriptedServer.on(good.listen(), peer -> {
                    while (!peer.readHead().isEmpty()) {
                        spoken.add(((SSLSocket) peer.socket).getApplicationProtocol());
                        peer.write(OK);
                    }
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.trusting(good.pem(), https(server))) {
            for (int i = 0; i < 3; i++) {
                OneLoop.Result result = loop.get(wire, https(server), LoadOptions.STANDARD.keepingBody());
                assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.OK);
                assertThat(result.body()).isEqualTo("ok");
                assertThat(result.clocks().blockedNanos()).isNotNegative();
                assertThat(result.clocks().serviceNanos()).isNotNegative();
            }
            assertThat(spoken).containsExactly("http/1.1", "http/1.1", "http/1.1");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void refuses_an_unknown_issuer_another_host_and_a_past_date() throws Exception {
        CertificateBuilder old =
                Certificates.named("old", "localhost").notAfter(Instant.now().minus(Duration.ofDays(2)));
        Certificates expired = Certificates.issued(folder, old);
        Certificates expiredAndTrusted = Certificates.selfSigned(folder, old);
        Certificates foreign = Certificates.issued(folder, Certificates.named("foreign", "other.example"));
        try (ScriptedServer server = showing(good);
                Wire wire = Engines.to(https(server))) {
            assertRefused(get(wire, server), "certificate not trusted");
        }
        for (Certificates bad : new Certificates[] {expired, expiredAndTrusted, foreign}) {
            try (ScriptedServer server = showing(bad);
                    Wire wire = Engines.trusting(bad.pem(), https(server))) {
                assertRefused(get(wire, server), "certificate not trusted");
            }
        }
    }

    @Test
    void names_a_port_without_tls_and_a_peer_that_hangs_up() throws Exception {
        try (ScriptedServer plain = ScriptedServer.playing(peer -> {
                    peer.read(5);
                    peer.write("HTTP/1.1 400 Bad Request\r\n\r\n");
                    peer.drain();
                });
                ScriptedServer gone = ScriptedServer.playing(peer -> peer.read(5));
                Wire wire = Engines.to(https(plain), https(gone))) {
            assertRefused(get(wire, plain), "not TLS");
            assertRefused(get(wire, gone), "closed inside the tls handshake");
        }
    }

    private static void assertRefused(OneLoop.Result result, String phrase) {
        assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.TLS);
        assertThat(result.detail()).isEqualTo(phrase);
    }
}
