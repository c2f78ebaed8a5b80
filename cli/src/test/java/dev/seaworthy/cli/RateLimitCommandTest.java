package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a window of 6 in 2 s for each value of Authorization. */
class RateLimitCommandTest {
    private static final String CANARY = "canary-8c1f-limit";
    private static final int QUOTA = 6;
    private static final long WINDOW_NANOS = 2_000_000_000L;

    @TempDir
    private Path folder;

    private HttpServer server;
    private ExecutorService threads;
    private final Map<String, long[]> windows = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 64);
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            boolean admitted =
                    admits(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] body = (admitted ? "{\"ok\":true}" : "{\"error\":\"slow down\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(admitted ? 200 : 429, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private synchronized boolean admits(String key) {
        long now = System.nanoTime();
        long[] window = windows.computeIfAbsent(key, unused -> new long[] {now, 0});
        if (now - window[0] >= WINDOW_NANOS) {
            window[0] = now;
            window[1] = 0;
        }
        return ++window[1] <= QUOTA;
    }

    @Test
    void confirms_a_declared_limit_and_draws_the_same_verdict_from_the_log() throws Exception {
        try (CommandProcess process = CommandProcess.start(
                folder,
                Map.of("LIMIT_TEST_KEY", CANARY),
                "rate-limit",
                url(),
                "--header",
                "Authorization: Bearer ${env:LIMIT_TEST_KEY}",
                "--declared",
                "6/2s",
                "--try",
                "headers",
                "--json",
                "--out",
                folder.resolve("runs").toString())) {
            assertThat(process.await(2)).as(process.err()).isZero();
            JsonNode verdict = new ObjectMapper().readTree(process.out());
            assertThat(verdict.at("/schema").asText()).isEqualTo("ratelimit-verdict/1");
            assertThat(verdict.at("/enforced").asText()).isEqualTo("YES");
            assertThat(verdict.at("/declared/result").asText()).isEqualTo("CONFIRMED");
            assertThat(verdict.at("/bypass").isNull()).as("not tried").isTrue();

            Path log = files().stream()
                    .filter(file -> file.toString().endsWith("ratelimit-limit.jsonl"))
                    .findFirst()
                    .orElseThrow();
            TestConsole console = new TestConsole();
            assertThat(Main.run(console.console(), "rate-limit", "--replay", log.toString(), "--json"))
                    .isZero();
            assertThat(new ObjectMapper().readTree(console.out())).isEqualTo(verdict);
            for (Path file : files()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(CANARY);
            }
            assertThat(process.out() + process.err()).doesNotContain(CANARY);
        }
    }

    @Test
    void a_wrong_declaration_is_refuted_with_exit_code_1() {
        TestConsole console = new TestConsole();
        int exit = run(console, url(), "--declared", "4/2s", "--try", "headers", "--budget", "60", "--for", "20s");
        assertThat(exit).as(console.err()).isEqualTo(ExitCode.NOT_READY);
        assertThat(console.out()).contains("4 per 2 s (config): REFUTED at C2: 6 admitted");
    }

    @Test
    void the_plan_is_shown_and_nothing_is_sent() {
        TestConsole console = new TestConsole();
        assertThat(run(console, url(), "--plan")).isZero();
        assertThat(console.out()).contains("610 requests", "rate-limit.enforced");
        assertThat(windows).isEmpty();
    }

    @Test
    void a_mistake_is_one_line_that_says_how_to_mend_it() {
        assertMistake("--declared fifteen: write a window as QUOTA/WINDOW", url(), "--declared", "fifteen");
        assertMistake("neither a URL", "nowhere");
        assertMistake("give a URL or a contract, or --replay LOG");
        assertMistake("--budget: ", url(), "--budget", "3");
        assertMistake("--try: ", url(), "--try", "luck");
        assertMistake("--message is for a ws or wss URL", url(), "--message", "hi");
        assertMistake("--replay nothing.jsonl", "--replay", "nothing.jsonl");
    }

    private static void assertMistake(String line, String... arguments) {
        TestConsole console = new TestConsole();
        assertThat(Main.run(
                        console.console(),
                        Stream.concat(Stream.of("rate-limit"), Stream.of(arguments))
                                .toArray(String[]::new)))
                .as(console.err())
                .isEqualTo(ExitCode.ERROR);
        assertThat(console.err().lines().filter(text -> text.contains(line)).count())
                .as(line + " in: " + console.err())
                .isEqualTo(1);
        assertThat(console.err()).doesNotContain("\tat ");
    }

    private int run(TestConsole console, String... arguments) {
        return Main.run(
                console.console(),
                Stream.of(
                                List.of("rate-limit"),
                                List.of(arguments),
                                List.of("--out", folder.resolve("runs").toString()))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("runs"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
