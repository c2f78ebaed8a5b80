package dev.seaworthy.cli;

import dev.seaworthy.config.ContractRefused;
import dev.seaworthy.config.RailRefusal;
import dev.seaworthy.kernel.AllowList;
import picocli.CommandLine;

/** Starts the command line, and ends the process explicitly: a load engine may leave a timer behind. */
public final class Main {
    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        System.exit(run(Console.ofProcess(), args));
    }

    /** Runs a command; the exit code is the result. */
    static int run(Console console, String... args) {
        return commandLine(console).execute(args);
    }

    static CommandLine commandLine(Console console) {
        CommandLine commandLine = new CommandLine(new SeaworthyCommand(console));
        commandLine.addSubcommand(new RunCommand(console));
        commandLine.addSubcommand(new CheckCommand(console));
        commandLine.addSubcommand(new LoadCommand(console));
        commandLine.addSubcommand(new RateLimitCommand(console));
        commandLine.addSubcommand(new DoctorCommand(console));
        commandLine.addSubcommand(new ReportCommand(console));
        commandLine.addSubcommand(new TwinCommand(console));
        commandLine.addSubcommand(new ExplainCommand(console));
        commandLine.setUsageHelpWidth(100);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((mistake, arguments) -> {
            console.line("seaworthy: " + OneLine.of(new UsageComplaint(String.valueOf(mistake.getMessage())))
                    + "; `seaworthy " + nameOf(mistake.getCommandLine()) + "--help` shows what is possible");
            return ExitCode.ERROR;
        });
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> complain(console, failure));
        return commandLine;
    }

    private static String nameOf(CommandLine command) {
        return command.getParent() == null ? "" : command.getCommandName() + " ";
    }

    /** One line each for a user's mistakes; for a fault of ours, one line that says so. */
    private static int complain(Console console, Exception failure) {
        if (failure instanceof ContractRefused refused) {
            refused.complaints().forEach(complaint -> console.line(complaint.toString()));
            return ExitCode.ERROR;
        }
        if (failure instanceof RailRefusal refused) {
            refused.complaints().forEach(complaint -> console.line("refused: " + complaint));
            return ExitCode.REFUSED;
        }
        if (failure instanceof AllowList.NotAllowed || failure instanceof Refusal) {
            console.line("refused: " + OneLine.of(failure));
            return ExitCode.REFUSED;
        }
        console.line("seaworthy: " + OneLine.of(failure));
        if (!(failure instanceof UsageComplaint) && System.getenv("SEAWORTHY_DEBUG") != null) {
            StackTraces.lines(failure).forEach(console::line);
        }
        return ExitCode.ERROR;
    }
}
