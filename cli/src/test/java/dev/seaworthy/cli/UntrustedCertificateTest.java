package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that does not verify is seen, named, and never waved through. */
class UntrustedCertificateTest {
    @TempDir
    private Path folder;

    @Test
    void is_unproven_with_the_reason_and_proven_once_the_contract_trusts_it() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.setHttpsConfigurator(new HttpsConfigurator(context()));
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            int port = server.getAddress().getPort();
            TestConsole console = new TestConsole();
            int exit = check(console, "http: \"https://localhost:" + port + "\"");
            assertThat(exit).as(console.err()).isEqualTo(ExitCode.UNPROVEN);
            assertThat(console.err()).contains("UNPROVEN health.live").containsIgnoringCase("certificate");
            TestConsole trusting = new TestConsole();
            exit = check(trusting, "http: \"https://localhost:" + port + "\", trust: server.pem");
            assertThat(exit).as(trusting.err()).isEqualTo(ExitCode.READY);
            assertThat(trusting.err()).contains("PASS     health.live");
        } finally {
            server.stop(0);
        }
    }

    private int check(TestConsole console, String targets) throws Exception {
        Path contract = Files.writeString(folder.resolve("contract.yaml"), """
                environment: harbour
                targets: {TARGETS}
                operations:
                  live: {path: /health}
                probes:
                  health: {live: live}
                """.replace("TARGETS", targets));
        String out = folder.resolve("runs").toString();
        return Main.run(console.console(), "check", "--out", out, contract.toString(), "health.live");
    }

    private SSLContext context() throws Exception {
        Path store = folder.resolve("server.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-file",
                folder.resolve("server.pem").toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
