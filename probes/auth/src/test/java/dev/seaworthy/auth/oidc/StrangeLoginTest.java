package dev.seaworthy.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seaworthy.auth.AuthProbeFactory;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.testkit.TwinEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers whose sign-in is none that a user agent could go through: one clear line each. */
class StrangeLoginTest {
    private static final String FORM =
            "<form method='post' action='/form'><input name='csrf' type='hidden' value='hidden-0123456789'>"
                    + "<input name='username'><input name='password' type='password'><button>Go</button></form>";
    private static final String CONSENT =
            "<form method='post' action='/consent'><button name='no' value='no'>No</button>"
                    + "<button name='accept' value='yes'>Yes</button></form>";

    private final AtomicInteger turn = new AtomicInteger();
    private volatile String consent = "";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    html    | with no login form and no redirect
                    json    | status 200, application/json, with no login form
                    wrong   | the login page comes back after the password was sent
                    circle  | the sign-in goes in circles
                    away    | it is sent outside the allow-list
                    leads   | its form leads outside the allow-list
                    garbled | it is sent outside the allow-list
                    error   | it is sent back with error access_denied
                    """)
    void says_in_one_line_why_there_is_no_code(String kind, String reason) throws Exception {
        Finding finding = find(kind);

        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.UNPROVEN);
        assertThat(finding.reason()).contains(reason);
    }

    @Test
    void fills_in_a_form_with_its_hidden_fields_and_consents_by_the_button_that_agrees() throws Exception {
        Finding finding = find("right");

        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.PASS);
        assertThat(consent).isEqualTo("accept=yes");
    }

    private Finding find(String kind) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> serve(exchange, kind));
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (TwinEnvironment environment = TwinEnvironment.at(uri);
                Probe probe = environment.open(new AuthProbeFactory())) {
            for (Check check : probe.checks()) {
                if (check.card().id().equals("auth.oidc.response.bound")) {
                    return check.run();
                }
            }
            throw new AssertionError("no such check");
        } finally {
            server.stop(0);
        }
    }

    private void serve(HttpExchange exchange, String kind) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        String base = "http://127.0.0.1:" + exchange.getLocalAddress().getPort();
        if (path.endsWith("openid-configuration")) {
            answer(exchange, "application/json", "{\"authorization_endpoint\": \"" + base + "/authorize\"}");
            return;
        }
        if (path.equals("/form")) {
            boolean complete = body.startsWith("csrf=hidden-0123456789&username=ada%40twin.test&password=");
            answer(exchange, "text/html", !complete || kind.equals("wrong") ? FORM : CONSENT);
            return;
        }
        if (path.equals("/consent")) {
            consent = body;
            redirect(exchange, back(base, "code=abcdefghijklmnop&state=" + state));
            return;
        }
        authorize(exchange, kind, base);
    }

    private volatile String state = "";

    private void authorize(HttpExchange exchange, String kind, String base) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        state = query.replaceFirst(".*&state=([^&]*).*", "$1");
        switch (kind) {
            case "html" -> answer(exchange, "text/html", "<h1>Under construction</h1>");
            case "json" -> answer(exchange, "application/json", "{\"login\": \"elsewhere\"}");
            case "circle" -> redirect(exchange, "/again?" + turn.incrementAndGet());
            case "away" -> redirect(exchange, "https://login.example/");
            case "garbled" -> redirect(exchange, "http://[not an address");
            case "leads" -> answer(exchange, "text/html", FORM.replace("/form", "https://phish.example/"));
            case "error" -> redirect(exchange, back(base, "error=access_denied"));
            default -> answer(exchange, "text/html", FORM);
        }
    }

    private static String back(String base, String query) {
        return base + "/oidc/app/callback?" + query;
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().add("Location", location);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void answer(HttpExchange exchange, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
