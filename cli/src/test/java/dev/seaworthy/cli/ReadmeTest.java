package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the README tells people to type must be there. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\| `)?\\./seaworthy ([^#`|\\n]*)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    @Test
    void every_command_line_of_the_readme_parses() throws IOException {
        List<String> commands = COMMAND.matcher(readme())
                .results()
                .map(match -> match.group(1).strip())
                .toList();
        assertThat(commands).hasSizeGreaterThanOrEqualTo(8).anyMatch(command -> command.equals("run"));
        for (String command : commands) {
            String concrete = command.replaceAll("\\[|\\]|\\.\\.\\.", "")
                    .replace("CHECK-ID", "ws.handshake")
                    .replace("NAME", "subprotocol-echo");
            CommandLine commandLine = Main.commandLine(TestConsole.quiet());
            assertThat(commandLine.parseArgs(concrete.split(" ")).subcommand())
                    .as(command)
                    .isNotNull();
        }
    }

    @Test
    void every_command_that_needs_no_staging_runs() throws IOException {
        List<String> commands = COMMAND.matcher(readme())
                .results()
                .map(match -> match.group(1).replaceAll("\\[.*\\]", "").strip())
                .filter(command ->
                        command.startsWith("run") || command.startsWith("check") || command.equals("explain"))
                .filter(command -> !command.contains(".yaml"))
                .distinct()
                .toList();
        assertThat(commands).hasSizeGreaterThanOrEqualTo(4);
        for (String command : commands) {
            TestConsole console = new TestConsole();
            // The whole of `run` is MainJobTest's; here, all that it does before its first request.
            String line = command.equals("explain") ? command : command + " --plan";
            assertThat(Main.run(console.console(), line.split(" ")))
                    .as(line + console.err())
                    .isZero();
            assertThat(console.out()).as(line).contains("ws.handshake");
        }
    }

    @Test
    void the_two_commands_are_what_the_clean_machine_check_runs() throws IOException {
        String ci = Files.readString(ROOT.resolve(".ci/run"));
        assertThat(readme()).contains("\n./seaworthy run ").contains("\nmvn verify ");
        assertThat(ci).contains("./seaworthy run").containsPattern("mvn [^\\n]*verify");
    }

    @Test
    void every_file_that_the_readme_links_to_is_there() throws IOException {
        List<String> links =
                LINK.matcher(readme()).results().map(match -> match.group(1)).toList();
        assertThat(links).hasSizeGreaterThan(4);
        assertThat(links).allSatisfy(link -> assertThat(ROOT.resolve(link)).exists());
    }
}
