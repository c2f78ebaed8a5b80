package dev.seaworthy.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line. */
@Command(
        name = "seaworthy",
        mixinStandardHelpOptions = true,
        versionProvider = SeaworthyCommand.VersionLine.class,
        subcommands = {CommandLine.HelpCommand.class},
        header = "Is staging ready to sail? Probes an environment and keeps the wire evidence behind every claim.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  seaworthy run                             probe the embedded twin: a first look, no set-up",
            "  seaworthy run config/environments/my.yaml probe your staging, and write the readiness report",
            "  seaworthy check my.yaml ws.handshake      run one check again",
            "  seaworthy load http://127.0.0.1:8080/ --rate 500 --for 30s   load one URL, with error bars",
            "  seaworthy rate-limit http://127.0.0.1:8080/   what limits it, and whether its headers tell the truth",
            "  seaworthy doctor                          what this machine can do, and whether the instrument is right",
            "  seaworthy explain auth.logout.revokes     what a check sends, expects and proves",
            "",
            "Exit codes: 0 ready or held, 1 not ready or refuted, 2 not proven, 3 error of configuration or harness,",
            "4 refused by a safety rail, 130 interrupted (the run is sealed and reportable)."
        })
final class SeaworthyCommand implements Runnable {
    private final Console console;

    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    SeaworthyCommand(Console console) {
        this.console = console;
    }

    Console console() {
        return console;
    }

    @Override
    public void run() {
        if (spec != null) {
            console.result(spec.commandLine().getUsageMessage().stripTrailing());
        }
    }

    /** {@code --version}. */
    static final class VersionLine implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"seaworthy " + Versions.own() + " (java " + System.getProperty("java.version") + ")"};
        }
    }
}
