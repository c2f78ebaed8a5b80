package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.seaworthy.twin.StallPlan;
import dev.seaworthy.twin.StallServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code seaworthy load} from its command line to its report, over real sockets on this machine. */
class LoadCommandTest {
    private static final String CANARY = "canary-3f9a1c77-key";

    @TempDir
    private Path folder;

    @Test
    void a_steady_rate_holds_and_says_what_it_measured() throws IOException {
        try (StallServer server = StallServer.start(0, StallPlan.NONE)) {
            TestConsole console = new TestConsole();
            int exit = load(
                    console,
                    server.http() + "/a?b={nonce}",
                    "--rate",
                    "200",
                    "--poisson",
                    "--for",
                    "1s",
                    "--warm-up",
                    "200ms",
                    "--objective",
                    "p50<9s",
                    "--max-errors",
                    "10%");
            assertThat(exit).as(console.err() + console.out()).isEqualTo(ExitCode.READY);
            assertThat(console.out())
                    .contains(
                            "http.get in load, open, 200/s, 1 s",
                            "response",
                            "service",
                            "errors    none",
                            "lag p99",
                            "injector  ")
                    .contains("not resolvable", "of 10\u202f000")
                    .contains("PASS     http.get in load, p50 of response time at most 9 s")
                    .contains("HELD  load: GET " + server.http() + "/a?b={nonce}")
                    .doesNotContain("http.get in warm-up");
            assertThat(console.err()).contains("warm-up: open", "at random (Poisson)");
            JsonNode report = report();
            assertThat(report.at("/readiness/verdict").asText()).isEqualTo("READY");
            assertThat(report.at("/operations/0/model").asText()).isEqualTo("warm-up");
            assertThat(report.at("/run/command").asText())
                    .isEqualTo("./seaworthy load '" + server.http()
                            + "/a?b={nonce}' --rate 200 --poisson --for 1s --warm-up 200ms --objective 'p50<9s' "
                            + "--max-errors 10% --seed 7");
            assertThat(Files.readString(run().resolve("report.html"))).contains("<title>Held: load");
        }
    }

    @Test
    void a_limit_that_is_exceeded_is_refuted_with_exit_code_1() throws IOException {
        try (StallServer server = StallServer.start(0, StallPlan.parse("9s@0s"))) {
            TestConsole console = new TestConsole();
            int exit = load(
                    console,
                    server.http().toString(),
                    "--users",
                    "8",
                    "--for",
                    "1s",
                    "--warm-up",
                    "0s",
                    "--timeout",
                    "100ms",
                    "--max-errors",
                    "1%");
            assertThat(exit).as(console.err() + console.out()).isEqualTo(ExitCode.NOT_READY);
            assertThat(console.out()).contains("REFUTED  load", "FAIL     http.get in load, at most 1 % of turns fail");
        }
    }

    @Test
    void a_port_that_nobody_listens_on_is_named_and_refuted() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        TestConsole console = new TestConsole();
        int exit =
                load(console, "http://127.0.0.1:" + closed + "/", "--rate", "100", "--for", "500ms", "--warm-up", "0s");
        assertThat(exit).as(console.err() + console.out()).isEqualTo(ExitCode.NOT_READY);
        assertThat(console.out())
                .containsPattern("errors    100 %: \\d+ .*refused")
                .doesNotContain("Exception");
    }

    @Test
    void json_is_alone_on_standard_output() throws IOException {
        try (StallServer server = StallServer.start(0, StallPlan.NONE)) {
            TestConsole console = new TestConsole();
            int exit = load(
                    console,
                    server.http().toString(),
                    "--json",
                    "--expect",
                    "204",
                    "--users",
                    "2",
                    "--for",
                    "500ms",
                    "--warm-up",
                    "0s");
            assertThat(exit).as(console.err()).isEqualTo(ExitCode.NOT_READY);
            JsonNode report = new ObjectMapper().readTree(console.out());
            assertThat(report.at("/operations/0/outcomes/WRONG_ANSWER").asLong())
                    .isPositive();
            assertThat(report.at("/run/phases/0/users").asInt()).isEqualTo(2);
        }
    }

    @Test
    void a_plan_is_shown_and_nothing_is_sent() throws IOException {
        try (StallServer server = StallServer.start(0, StallPlan.NONE)) {
            TestConsole console = new TestConsole();
            assertThat(load(console, server.http().toString(), "--plan")).isZero();
            assertThat(console.out()).contains("closed, 10 users", "10 connections", "talks to     " + server.http());
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void what_is_far_away_is_not_touched_before_somebody_agrees() {
        TestConsole console = new TestConsole();
        assertThat(load(console, "https://api.staging.shop.example/", "--users", "5", "--max-rate", "9"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(console.err()).contains("add --yes", "9/s");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_contracts_own_phases_are_loaded_without_its_checks_and_errors_count_though_nobody_asked()
            throws IOException {
        try (StallServer server = StallServer.start(0, StallPlan.NONE)) {
            Path contract = contract(server);
            TestConsole console = new TestConsole();
            int exit = load(console, contract.toString(), "--warm-up", "100ms", "--max-errors", "5%");
            assertThat(exit).as(console.err() + console.out()).isEqualTo(ExitCode.READY);
            assertThat(console.out())
                    .contains("http.home in steady, open", "http.home in rising, ramp")
                    .contains("http.home in steady, p50 of response time at most 9 s")
                    .contains("http.home in rising, at most 5 % of turns fail");
            assertThat(report().get("checks")).isEmpty();
        }
    }

    @Test
    void one_operation_of_a_contract_is_loaded_within_its_rails() throws IOException {
        try (StallServer server = StallServer.start(0, StallPlan.NONE)) {
            String contract = contract(server).toString();
            TestConsole console = new TestConsole();
            assertThat(load(console, contract, "--operation", "http.home", "--rate", "5000"))
                    .isEqualTo(ExitCode.REFUSED);
            assertThat(console.err()).contains("5000/s is above rails.max-rate").doesNotContain("Exception");
            console = new TestConsole();
            assertThat(load(console, contract, "--operation", "http.hom", "--rate", "5"))
                    .isEqualTo(ExitCode.ERROR);
            assertThat(console.err()).contains("did you mean", "http.home");
            console = new TestConsole();
            int exit = load(
                    console, contract, "--operation", "http.home", "--users", "3", "--for", "500ms", "--warm-up", "0s");
            assertThat(exit).as(console.err() + console.out()).isEqualTo(ExitCode.READY);
            assertThat(console.out()).contains("http.home in load, closed, 3 users");
        }
    }

    @Test
    void a_secret_header_reaches_the_target_and_nothing_else() throws Exception {
        Set<String> seen = new ConcurrentSkipListSet<>();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        List<String> told = new ArrayList<>();
        try (CommandProcess process = CommandProcess.start(
                folder,
                Map.of("LOAD_TEST_KEY", CANARY),
                "load",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                "--out",
                folder.resolve("runs").toString(),
                "--header",
                "Authorization: Bearer ${env:LOAD_TEST_KEY}",
                "--body",
                "{\"a\":1}",
                "--rate",
                "50",
                "--for",
                "500ms",
                "--max-errors",
                "50%")) {
            assertThat(process.await(1)).as(process.err()).isZero();
            told.add(process.out());
            told.add(process.err());
        } finally {
            server.stop(0);
        }
        assertThat(seen).containsExactly("POST Bearer " + CANARY + " {\"a\":1}");
        int files = 0;
        try (Stream<Path> walk = Files.walk(folder.resolve("runs"))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                told.add(Files.readString(file, StandardCharsets.ISO_8859_1));
                files++;
            }
        }
        assertThat(files).isGreaterThan(8);
        assertThat(told).noneMatch(text -> text.contains(CANARY));
        assertThat(told).anyMatch(text -> text.contains("${env:LOAD_TEST_KEY}"));
    }

    private int load(TestConsole console, String... words) {
        List<String> line = new ArrayList<>(
                List.of("load", "--out", folder.resolve("runs").toString(), "--seed", "7", "--no-calibration"));
        line.addAll(List.of(words));
        return Main.run(console.console(), line.toArray(String[]::new));
    }

    private Path contract(StallServer server) throws IOException {
        return Files.writeString(folder.resolve("contract.yaml"), """
                environment: harbour
                targets: {http: "%s"}
                operations:
                  home: {path: /}
                probes:
                  health: {live: home}
                load:
                  - {name: steady, scenario: http.home, open: 200/s, for: 1s}
                  - {name: rising, scenario: http.home, ramp: {from: 50/s, to: 200/s}, for: 1s}
                objectives:
                  - {operation: http.home, quantile: 0.5, at-most: 9s}
                rails: {max-rate: 1000/s}
                """.formatted(server.http()));
    }

    private Path run() throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
            return runs.findFirst().orElseThrow();
        }
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(run().resolve("report.json").toFile());
    }
}
