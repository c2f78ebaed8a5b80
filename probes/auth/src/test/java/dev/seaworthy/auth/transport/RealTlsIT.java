package dev.seaworthy.auth.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.auth.settings.TransportSettings;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An nginx with old versions on and one of today, judged by us, by testssl and by sslscan: all say the same. */
class RealTlsIT {
    private static final List<String> VERSIONS = List.of("SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3");

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (Process process : started) {
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void old_versions_and_ciphers_of_an_nginx_are_found_as_others_find_them() throws Exception {
        int port = nginx("ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers ALL:@SECLEVEL=0;");
        Map<String, Finding> findings = findings(port);

        assertThat(spoken(findings, port)).containsExactly("TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3");
        assertThat(verdict(findings, "versions")).isEqualTo(Verdict.FAIL);
        assertThat(verdict(findings, "broken-ciphers")).isEqualTo(Verdict.FAIL);
        assertThat(verdict(findings, "weak-ciphers")).isEqualTo(Verdict.FAIL);
        assertThat(verdict(findings, "cipher-preference")).isEqualTo(Verdict.FAIL);
        assertAgreement(findings, port);
    }

    @Test
    void an_nginx_of_today_is_found_sound_as_others_find_it() throws Exception {
        int port = nginx(
                "ssl_prefer_server_ciphers on; ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;");
        Map<String, Finding> findings = findings(port);

        assertThat(spoken(findings, port)).containsExactly("TLS 1.2", "TLS 1.3");
        for (String id : List.of(
                "versions",
                "broken-ciphers",
                "weak-ciphers",
                "cipher-preference",
                "renegotiation",
                "no-compression",
                "fallback",
                "protocols",
                "server-name",
                "key",
                "host-name",
                "constancy",
                "days-left")) {
            assertThat(verdict(findings, id))
                    .as(finding(findings, id).toString())
                    .isEqualTo(Verdict.PASS);
        }
        assertThat(finding(findings, "chain").reason()).contains("self-signed");
        assertAgreement(findings, port);
    }

    private void assertAgreement(Map<String, Finding> findings, int port) throws Exception {
        Map<String, Boolean> testssl = testssl(port);
        TreeSet<String> versions = new TreeSet<>(spoken(findings, port));
        assertThat(new TreeSet<>(VERSIONS.stream().filter(testssl::get).toList()))
                .as("versions by testssl and by us")
                .isEqualTo(versions);
        assertThat(sslscan(port)).as("versions by sslscan and by us").isEqualTo(versions);
        // The groups that testssl tells apart, too.
        Map<String, String> groups = Map.of(
                "no encryption", "cipherlist_NULL",
                "no authentication", "cipherlist_aNULL",
                "export", "cipherlist_EXPORT",
                "3DES", "cipherlist_3DES_IDEA");
        Map<?, ?> ours = (Map<?, ?>) fact(findings, "broken-ciphers", "ciphers https://127.0.0.1:" + port);
        groups.forEach(
                (group, id) -> assertThat(!String.valueOf(ours.get(group)).equals("declined"))
                        .as(group + ": " + ours.get(group))
                        .isEqualTo(testssl.get(id)));
        System.out.println("RealTlsIT on JDK " + Runtime.version().feature() + ": " + versions
                + " by us, testssl and sslscan; " + ours);
    }

    private static Object fact(Map<String, Finding> findings, String id, String name) {
        return Objects.requireNonNull(finding(findings, id).facts().get(name), name);
    }

    private static Verdict verdict(Map<String, Finding> findings, String id) {
        return finding(findings, id).verdict();
    }

    private static Finding finding(Map<String, Finding> findings, String id) {
        return Objects.requireNonNull(findings.get("auth.tls." + id), id);
    }

    private static List<String> spoken(Map<String, Finding> findings, int port) {
        Map<?, ?> versions = (Map<?, ?>) fact(findings, "versions", "versions https://127.0.0.1:" + port);
        return VERSIONS.stream()
                .filter(version -> String.valueOf(versions.get(version)).startsWith("spoken"))
                .toList();
    }

    private static Map<String, Finding> findings(int port) throws Exception {
        try (TlsBench bench = TlsBench.at(URI.create("https://127.0.0.1:" + port), null, TransportSettings.DEFAULTS)) {
            return bench.findings();
        }
    }

    /** What testssl says is offered, by its id; versions by our names. */
    private Map<String, Boolean> testssl(int port) throws Exception {
        Path json = folder.resolve("testssl-" + port + ".json");
        run(List.of(
                "testssl", "-p", "-s", "--quiet", "--color", "0", "--jsonfile", json.toString(), "127.0.0.1:" + port));
        Map<String, String> names = Map.of(
                "SSLv3", "SSL 3.0", "TLS1", "TLS 1.0", "TLS1_1", "TLS 1.1", "TLS1_2", "TLS 1.2", "TLS1_3", "TLS 1.3");
        Map<String, Boolean> offered = new TreeMap<>();
        for (JsonNode row : new ObjectMapper().readTree(json.toFile())) {
            String id = row.path("id").asText();
            boolean yes = row.path("finding").asText().startsWith("offered");
            offered.put(names.getOrDefault(id, id), yes);
        }
        return offered;
    }

    /** The versions that sslscan finds a cipher for. */
    private TreeSet<String> sslscan(int port) throws Exception {
        TreeSet<String> versions = new TreeSet<>();
        for (String line :
                run(List.of("sslscan", "--no-colour", "127.0.0.1:" + port)).split("\n", -1)) {
            if (line.matches("(Preferred|Accepted) +(TLSv|SSLv).*")) {
                versions.add(line.split(" +", -1)[1].replace("TLSv", "TLS ").replace("SSLv3", "SSL 3.0"));
            }
        }
        return versions;
    }

    private int nginx(String tls) throws Exception {
        run(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "90",
                "-subj",
                "/CN=it",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                folder + "/key.pem",
                "-out",
                folder + "/cert.pem"));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; master_process off; pid DIRECTORY/nginx.pid; error_log DIRECTORY/error.log;
                events { worker_connections 256; }
                http {
                  access_log off;
                  client_body_temp_path DIRECTORY/body; proxy_temp_path DIRECTORY/proxy;
                  fastcgi_temp_path DIRECTORY/fastcgi; uwsgi_temp_path DIRECTORY/uwsgi; scgi_temp_path DIRECTORY/scgi;
                  server {
                    listen 127.0.0.1:PORT ssl;
                    ssl_certificate DIRECTORY/cert.pem; ssl_certificate_key DIRECTORY/key.pem;
                    TLS
                    location / { return 401; }
                  }
                }
                """.replace("DIRECTORY", folder.toString())
                .replace("PORT", Integer.toString(port))
                .replace("TLS\n", tls + "\n"));
        started.add(new ProcessBuilder(
                        "nginx", "-p", folder.toString(), "-e", folder + "/start.log", "-c", configuration.toString())
                .inheritIO()
                .start());
        awaitPort(port);
        return port;
    }

    private void awaitPort(int port) throws Exception {
        for (int attempt = 0; attempt < 200; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                assertThat(started.get(0).waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
            }
        }
        throw new IllegalStateException("nginx does not listen");
    }

    private String run(List<String> command) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(4, TimeUnit.MINUTES)).as(command.toString()).isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
