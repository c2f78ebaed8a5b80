package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.LoadOptions.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Load on nginx, with TLS, over each HTTP. */
class NginxIT {
    private static final int CALLS = 3_000;

    @TempDir
    private static Path folder;

    private static Certificates certificates;
    private static Process nginx;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.issued(folder, Certificates.named("nginx", "localhost"));
        Files.writeString(folder.resolve("chain.pem"), certificates.chain().getCertificatePathPEM());
        Files.writeString(folder.resolve("key.pem"), certificates.chain().getPrivateKeyPEM());
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.write(folder.resolve("long.bin"), new byte[12 << 20]);
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; master_process off; pid DIRECTORY/nginx.pid; error_log DIRECTORY/error.log;
                events { worker_connections 256; }
                http {
                  log_format short '$connection $server_protocol';
                  access_log DIRECTORY/short.log short;
                  client_body_temp_path DIRECTORY/body; proxy_temp_path DIRECTORY/proxy;
                  fastcgi_temp_path DIRECTORY/fastcgi; uwsgi_temp_path DIRECTORY/uwsgi; scgi_temp_path DIRECTORY/scgi;
                  server {
                    listen 127.0.0.1:PORT ssl http2;
                    ssl_certificate DIRECTORY/chain.pem; ssl_certificate_key DIRECTORY/key.pem;
                    http2_max_concurrent_streams 32; keepalive_requests 1000;
                    location = /hello { return 200 "$server_protocol"; }
                    location = /old { return 301 /hello; }
                    location = /long.bin { root DIRECTORY; }
                  }
                }
                """.replace("DIRECTORY", folder.toString())
                .replace("PORT", Integer.toString(port)));
        nginx = new ProcessBuilder(
                        "nginx", "-p", folder.toString(), "-e", folder + "/start.log", "-c", configuration.toString())
                .inheritIO()
                .start();
        awaitPort();
    }

    private static void awaitPort() throws Exception {
        for (int attempt = 0; attempt < 200; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                assertThat(nginx.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
            }
        }
        throw new IllegalStateException("nginx does not listen");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        nginx.destroy();
        assertThat(nginx.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private static URI uri(String path) {
        return URI.create("https://localhost:" + port + path);
    }

    private static List<String> connections() throws IOException {
        return Files.readAllLines(folder.resolve("short.log")).stream()
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void carries_load_and_outlives_the_requests_that_a_connection_may_carry(HttpVersion version) throws Exception {
        int before = connections().size();
        try (OneLoop loop = new OneLoop();
                Wire wire = Engines.trusting(certificates.pem(), uri("/"))) {
            LoadOptions options = LoadOptions.STANDARD.over(version).within(4).keepingBody();
            PreparedRequest request = wire.prepare(HttpRequest.get(uri("/hello")), options);
            String spoken = version == HttpVersion.HTTP_1_1 ? "HTTP/1.1" : "HTTP/2.0";
            for (int sent = 0; sent < CALLS; sent += 100) {
                assertThat(loop.together(wire, Collections.nCopies(100, request)))
                        .allSatisfy(result -> {
                            assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.OK);
                            assertThat(result.body()).isEqualTo(spoken);
                            assertThat(result.clocks().blockedNanos()).isNotNegative();
                            assertThat(result.clocks().serviceNanos()).isNotNegative();
                        });
            }
        }
        int fewest = version == HttpVersion.HTTP_1_1 ? 4 : 3;
        assertThat(connections().size() - before).isBetween(fewest, fewest + 5);
    }

    @Test
    void needs_one_connection_for_many_streams() throws Exception {
        int before = connections().size();
        try (OneLoop loop = new OneLoop();
                Wire wire = Engines.trusting(certificates.pem(), uri("/"))) {
            LoadOptions options = LoadOptions.STANDARD.over(HttpVersion.HTTP_2);
            PreparedRequest request = wire.prepare(HttpRequest.get(uri("/hello")), options);
            for (int round = 0; round < 20; round++) {
                assertThat(loop.together(wire, Collections.nCopies(32, request)))
                        .allSatisfy(result -> assertThat(result.status()).isEqualTo(200));
            }
        }
        assertThat(connections().size() - before).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void follows_a_redirect_and_drops_a_long_body(HttpVersion version) throws Exception {
        try (OneLoop loop = new OneLoop();
                Wire wire = Engines.trusting(certificates.pem(), uri("/"))) {
            LoadOptions options = LoadOptions.STANDARD.over(version);
            assertThat(loop.get(wire, uri("/old"), options).status()).isEqualTo(301);
            assertThat(loop.get(wire, uri("/old"), options.following(1)).status())
                    .isEqualTo(200);
            OneLoop.Result dropped = loop.get(wire, uri("/long.bin"), options);
            assertThat(dropped.outcome()).as(dropped.detail()).isEqualTo(Outcome.OK);
        }
    }
}
