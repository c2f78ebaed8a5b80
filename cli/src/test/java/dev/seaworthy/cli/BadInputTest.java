package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.config.BuiltIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's mistake is one clear line, the right exit code, and nothing else. */
class BadInputTest {
    private static final String MINIMAL = """
            environment: harbour
            targets: {http: "TARGET"}
            operations:
              home: {path: /}
            probes:
              health: {live: home}
            rails: {connect-timeout: 1s, answer-timeout: 1s}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            run config/environments/does-not-exist.yaml      | 3 | does-not-exist.yaml: no such file
            run --fault subprotocol-eco                      | 3 | the nearest is, subprotocol-echo
            run --only helth                                 | 3 | there is no such area
            run --safety S9                                  | 3 | there is no such class
            run --no-such-option                             | 3 | Unknown option: '--no-such-option'
            run --seed soon                                  | 3 | 'soon' is not a long
            check ws.handshak                                | 3 | did you mean "ws.handshake"?
            check --only health ws.handshake                 | 3 | nothing to check
            explain auth.logout.revoke                       | 3 | did you mean "auth.logout.revokes"?
            report no-such-run                               | 3 | no-such-run
            report .                                         | 3 | run.json
            report                                           | 3 | Missing required parameter: 'RUN'
            twin --port 70000                                | 3 | is no port
            twin --port many                                 | 3 | 'many' is not an int
            twin --stalls 100ms                              | 3 | --stalls:, LENGTH/PERIOD
            twin --stalls 100ms/10s --fault slow             | 3 | has no faults
            load                                             | 3 | Missing required parameter: 'URL|ENV.yaml'
            load 127.0.0.1:8080                              | 3 | neither a URL such as, nor the file of a contract
            load http://                                     | 3 | this is not a URL
            load ftp://127.0.0.1/                            | 3 | the scheme ftp is not spoken here
            load http://127.0.0.1:99999/                     | 3 | the URL:, no port from 1 to 65535
            load http://127.0.0.1:9/#top                     | 3 | a fragment
            load http://me:canary@127.0.0.1:9/               | 3 | a user name or password does not stand in a URL
            load http://127.0.0.1:9/?token=canary            | 3 | a secret does not stand in this file
            load http://127.0.0.1:9/ --rate fast             | 3 | --rate fast: write a rate
            load http://127.0.0.1:9/ --rate 0                | 3 | expected more than nothing
            load http://127.0.0.1:9/ --rate 5 --users 5      | 3 | give one of --rate
            load http://127.0.0.1:9/ --users 0               | 3 | give a number from 1
            load http://127.0.0.1:9/ --users 5 --poisson     | 3 | --poisson goes with --rate or --ramp
            load http://127.0.0.1:9/ --ramp 10               | 3 | write two rates
            load http://127.0.0.1:9/ --for soon              | 3 | write a number and a unit
            load http://127.0.0.1:9/ --for 0s                | 3 | expected more than nothing
            load http://127.0.0.1:9/ --rate 5 --max-rate 9   | 3 | --max-rate is for --users
            load http://127.0.0.1:9/ --objective p99         | 3 | write a percentile and a limit
            load http://127.0.0.1:9/ --objective p0<1s       | 3 | write a percentile and a limit
            load http://127.0.0.1:9/ --objective p99<fast    | 3 | write a number and a unit
            load http://127.0.0.1:9/ --max-errors 101%       | 3 | write a share from 0% to 100%
            load http://127.0.0.1:9/ --header Accept         | 3 | write a name, a colon and a value
            load http://127.0.0.1:9/ --header X-Api-Key:canary | 3 | --header X-Api-Key:, ${env:NAME}
            load http://127.0.0.1:9/ --header Authorization:canary | 3 | --header Authorization:, ${env:NAME}
            load http://127.0.0.1:9/ --header Cookie:canary  | 3 | --header Cookie:, ${env:NAME}
            load http://127.0.0.1:9/ --header Cookie:${env:NO_SUCH_SECRET} | 3 | NO_SUCH_SECRET is not set
            load http://127.0.0.1:9/ --method FLY            | 3 | --method:
            load http://127.0.0.1:9/ --expect 99             | 3 | --expect:
            load http://127.0.0.1:9/ --http 3                | 3 | --http:
            load http://127.0.0.1:9/ --follow 99             | 3 | --follow:
            load http://127.0.0.1:9/ --timeout 0s            | 3 | --timeout:
            load http://127.0.0.1:9/ --connections 0         | 3 | --connections:
            load http://127.0.0.1:9/ --body a --body-file b  | 3 | give --body or --body-file
            load http://127.0.0.1:9/ --body-file no-such     | 3 | no-such: there is no such file
            load http://127.0.0.1:9/ --operation http.a      | 3 | --operation is for a contract
            load http://127.0.0.1:9/ --fault slow            | 3 | --fault is for the embedded twin
            load http://127.0.0.1:9/ --gatling-stats some    | 3 | --gatling-stats
            load no-such.yaml                                | 3 | no-such.yaml: no such file
            load no-such.yaml --rate 5                       | 3 | --rate needs --operation NAME
            load no-such.yaml --method GET                   | 3 | --method is for a URL
            load https://api.shop.com/ --rate 5              | 4 | refused: the URL:, looks like production
            load https://a.staging.shop.example/             | 4 | refused: the target is not on this machine
            doctor --quick --full                            | 3 | give --quick or --full
            voyage                                           | 3 | voyage
            """)
    void on_the_command_line(String line, int exit, String said) {
        TestConsole console = new TestConsole();
        assertThat(Main.run(console.console(), line.strip().split(" "))).isEqualTo(exit);
        isOneClearLine(console, said.split(", "));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            targets:                         | targts:                              | 3 | unknown key "targts"; did you mean "targets"?
            health: {live: home}             | health: {live: hom}                  | 3 | hom
            health: {live: home}             | health: {live: [home]}               | 3 | health.live
            health: {live: home}             | helth: {live: home}                  | 3 | helth
            path: /                          | path: 17                             | 3 | path
            connect-timeout: 1s              | connect-timeout: soon                | 3 | connect-timeout
            environment: harbour             | environment: [unclosed               | 3 | YAML
            http: "TARGET"                   | http: "https://api.shop.com"         | 4 | production
            http: "TARGET"                   | http: "http://127.0.0.1:1", trust: x.pem | 3 | x.pem
            """)
    void in_a_contract(String found, String replacement, int exit, String said) throws IOException {
        Path contract = contract(MINIMAL.replace(found, replacement), "http://127.0.0.1:9");
        TestConsole console = new TestConsole();
        assertThat(Main.run(console.console(), "run", "--out", folder.toString(), contract.toString()))
                .as(console.err())
                .isEqualTo(exit);
        isOneClearLine(console, said);
        assertThat(console.err()).contains(contract.getFileName().toString());
    }

    @Test
    void an_empty_file_and_a_directory_are_told_apart() throws IOException {
        Path empty = contract("", "");
        TestConsole console = new TestConsole();
        assertThat(Main.run(console.console(), "run", empty.toString())).isEqualTo(ExitCode.ERROR);
        isOneClearLine(console, "empty");
        console = new TestConsole();
        assertThat(Main.run(console.console(), "run", folder.toString())).isEqualTo(ExitCode.ERROR);
        isOneClearLine(console, "directory");
    }

    @Test
    void a_missing_secret_is_named_and_a_literal_one_is_refused_without_being_repeated() throws IOException {
        String twin = BuiltIn.environment("twin").text();
        Path missing = contract(twin, "");
        TestConsole console = new TestConsole();
        assertThat(Main.run(console.console(), "run", missing.toString())).isEqualTo(ExitCode.ERROR);
        assertThat(console.err()).contains("SEAWORTHY_TWIN_PASSWORD").doesNotContain("\tat ");
        assertThat(console.err().strip().lines())
                .as("one line for each of three secrets")
                .hasSize(3);
        Path literal = contract(twin.replace("${env:SEAWORTHY_TWIN_SIGNING_KEY}", "canary-literal-key"), "");
        console = new TestConsole();
        assertThat(Main.run(console.console(), "run", literal.toString())).isEqualTo(ExitCode.ERROR);
        assertThat(console.err()).contains("signer").contains("${env:").doesNotContain("canary");
    }

    @Test
    void a_secret_that_stands_in_the_contract_as_plain_text_is_said_to_be_a_mistake_there_and_is_not_printed()
            throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "harbour-master");
        String identity = "identities:\n  robot: {token: \"${file:" + secret + "}\"}\n";
        Path contract = contract(
                MINIMAL.replace("environment: harbour", "environment: harbour-master") + identity,
                "http://127.0.0.1:9");
        TestConsole console = new TestConsole();
        String out = folder.resolve("runs").toString();
        assertThat(Main.run(console.console(), "run", "--out", out, contract.toString()))
                .isEqualTo(ExitCode.ERROR);
        assertThat(console.err())
                .contains("refused to write down the plan", "of the contract also stands in it")
                .doesNotContain("fault of the harness", "harbour-master");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void a_file_in_the_place_of_a_folder_is_named() throws IOException {
        Path contract = contract(MINIMAL, "http://127.0.0.1:9");
        TestConsole console = new TestConsole();
        assertThat(Main.run(console.console(), "run", "--out", contract.toString(), contract.toString()))
                .isEqualTo(ExitCode.ERROR);
        assertThat(console.err())
                .contains("cannot record to " + contract + ": it is not a folder; choose another --out");
        Path out = folder.resolve("runs");
        Main.run(TestConsole.quiet(), "run", "--out", out.toString(), contract.toString());
        Path run;
        try (Stream<Path> runs = Files.list(out)) {
            run = runs.findFirst().orElseThrow();
        }
        Path html = run.resolve("report.html");
        Files.delete(html);
        Files.createDirectories(html.resolve("in-the-way"));
        console = new TestConsole();
        assertThat(Main.run(console.console(), "report", run.toString())).isEqualTo(ExitCode.ERROR);
        assertThat(console.err()).contains("cannot use " + html + ": ").doesNotContain("Exception");
    }

    @Test
    void load_that_no_probe_offers_is_refused_with_its_place() throws IOException {
        String load = "load:\n  - {name: a, scenario: http.hom, open: 1/s, for: 1s}\n";
        Path contract = contract(MINIMAL + load, "http://127.0.0.1:9");
        TestConsole console = new TestConsole();
        assertThat(Main.run(console.console(), "run", contract.toString())).isEqualTo(ExitCode.ERROR);
        isOneClearLine(console, "contract.yaml:", "http.hom", "http.home");
    }

    @Test
    void a_fault_goes_with_the_embedded_twin_only() throws IOException {
        Path contract = contract(MINIMAL, "http://127.0.0.1:9");
        TestConsole console = new TestConsole();
        assertThat(Main.run(console.console(), "run", "--fault", "slow", contract.toString()))
                .isEqualTo(ExitCode.ERROR);
        isOneClearLine(console, "--fault is for the embedded twin");
    }

    @Test
    void a_host_that_nobody_answers_at_is_a_verdict_and_not_an_error() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        Path contract = contract(MINIMAL, "http://127.0.0.1:" + closed);
        TestConsole console = new TestConsole();
        int exit = Main.run(console.console(), "run", "--out", folder.toString(), contract.toString());
        assertThat(exit).as(console.err()).isEqualTo(ExitCode.UNPROVEN);
        assertThat(console.err()).contains("UNPROVEN health.live").doesNotContain("\tat ");
        assertThat(console.out().strip()).endsWith("report.html");
    }

    @Test
    void what_is_far_away_is_not_touched_before_somebody_agrees() throws IOException {
        Path contract = contract(MINIMAL, "https://api.staging.shop.example");
        TestConsole console = new TestConsole();
        assertThat(Main.run(console.console(), "run", "--out", folder.toString(), contract.toString()))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(console.err()).contains("add --yes");
        assertThat(folder.toFile().list()).containsExactly("contract.yaml");
    }

    private Path contract(String text, String target) throws IOException {
        return Files.writeString(folder.resolve("contract.yaml"), text.replace("TARGET", target));
    }

    private static void isOneClearLine(TestConsole console, String... said) {
        assertThat(console.out()).isEmpty();
        List<String> lines = console.err().strip().lines().toList();
        assertThat(lines).as(console.err()).hasSize(1);
        assertThat(lines.get(0)).contains(said).doesNotContain("Exception", "dev.seaworthy", "canary");
    }
}
