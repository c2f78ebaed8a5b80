package dev.seaworthy.auth.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.auth.settings.TransportSettings;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Rules that no TLS library lets a server break any more, on servers that only play the part. */
class TlsRulesTest {
    /** Answers every ClientHello with these bytes and hangs up. */
    private static final class Player implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final UnaryOperator<byte[]> part;

        Player(UnaryOperator<byte[]> part) throws IOException {
            this.part = part;
            Thread thread = new Thread(this::play, "player");
            thread.setDaemon(true);
            thread.start();
        }

        URI https() {
            return URI.create("https://127.0.0.1:" + listening.getLocalPort());
        }

        private void play() {
            while (!listening.isClosed()) {
                try (Socket peer = listening.accept()) {
                    InputStream in = peer.getInputStream();
                    byte[] header = in.readNBytes(5);
                    byte[] hello = in.readNBytes((header[3] & 0xFF) << 8 | header[4] & 0xFF);
                    peer.getOutputStream().write(part.apply(hello));
                    peer.shutdownOutput();
                    in.readAllBytes();
                } catch (IOException e) {
                    // The probe hung up, or the test is over.
                    continue;
                }
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }

    /** A server of a time long past: takes the version and the first suite of the client, compresses, and knows no extension. */
    private static byte[] careless(byte[] hello) {
        int session = hello[38] & 0xFF;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(hello, 4, 2);
        body.writeBytes(new byte[32]);
        body.write(0);
        body.write(hello, 41 + session, 2);
        body.write(1);
        // ALPN: spdy/1, which nobody offered.
        body.writeBytes(HexFormat.of().parseHex("000d001000090007067370 64792f31".replace(" ", "")));
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        message(messages, 2, body.toByteArray());
        // A prime of 1024 bits, as far as anybody reads it.
        ByteArrayOutputStream exchange = new ByteArrayOutputStream();
        exchange.writeBytes(new byte[] {0, (byte) 128, (byte) 0xFF});
        exchange.writeBytes(new byte[127]);
        message(messages, 12, exchange.toByteArray());
        message(messages, 14, new byte[0]);
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {22, 3, 3, (byte) (messages.size() >> 8), (byte) messages.size()});
        record.writeBytes(messages.toByteArray());
        return record.toByteArray();
    }

    private static void message(ByteArrayOutputStream out, int type, byte[] body) {
        out.writeBytes(new byte[] {(byte) type, 0, (byte) (body.length >> 8), (byte) body.length});
        out.writeBytes(body);
    }

    private static Map<String, Finding> findings(UnaryOperator<byte[]> part) throws Exception {
        try (Player player = new Player(part);
                TlsBench bench =
                        TlsBench.at(player.https(), null, new TransportSettings(null, null, true, null, null, 2))) {
            return bench.findings();
        }
    }

    @Test
    void a_careless_server_is_found_out() throws Exception {
        Map<String, Finding> findings = findings(TlsRulesTest::careless);

        for (String id : new String[] {
            "versions",
            "broken-ciphers",
            "weak-ciphers",
            "no-compression",
            "renegotiation",
            "fallback",
            "protocols",
            "client-certificate"
        }) {
            Finding finding = Objects.requireNonNull(findings.get("auth.tls." + id), id);
            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.FAIL);
        }
        assertThat(Objects.requireNonNull(findings.get("auth.tls.versions")).reason())
                .contains("SSL 3.0");
        assertThat(Objects.requireNonNull(findings.get("auth.tls.broken-ciphers"))
                        .facts()
                        .toString())
                .contains("DH 1024 bits");
        assertThat(Objects.requireNonNull(findings.get("auth.tls.chain")).verdict())
                .isEqualTo(Verdict.UNPROVEN);
    }

    @Test
    void what_is_not_tls_leaves_every_claim_unproven() throws Exception {
        for (String answer : new String[] {"HTTP/1.1 400 Bad Request\r\n\r\n", "\u0016\u0003\u0003", ""}) {
            findings(hello -> answer.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                    .forEach((id, finding) -> {
                        assertThat(finding.verdict()).as(finding.toString()).isIn(Verdict.UNPROVEN, Verdict.SKIPPED);
                        assertThat(finding.reason()).doesNotContain("\n");
                    });
        }
    }

    @Test
    void a_target_that_refuses_connections_leaves_every_claim_unproven() throws Exception {
        URI gone;
        try (Player player = new Player(hello -> hello)) {
            gone = player.https();
        }
        try (TlsBench bench = TlsBench.impatient(gone)) {
            bench.findings()
                    .forEach((id, finding) -> assertThat(finding.verdict())
                            .as(finding.toString())
                            .isIn(Verdict.UNPROVEN, Verdict.SKIPPED));
            assertThat(bench.finding("auth.tls.versions").verdict()).isEqualTo(Verdict.UNPROVEN);
        }
    }
}
