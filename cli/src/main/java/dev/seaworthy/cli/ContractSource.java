package dev.seaworthy.cli;

import dev.seaworthy.config.BuiltIn;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.EnvironmentReader;
import dev.seaworthy.config.SecretSource;
import dev.seaworthy.config.TargetOverride;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a contract comes from: a file of the user's, or the built-in contract of a twin that runs in this process. */
final class ContractSource implements AutoCloseable {
    private final @Nullable Path file;
    private final @Nullable EmbeddedTwin twin;
    private final List<String> faults;
    private final Console console;

    private ContractSource(@Nullable Path file, @Nullable EmbeddedTwin twin, List<String> faults, Console console) {
        this.file = file;
        this.twin = twin;
        this.faults = faults;
        this.console = console;
    }

    /** The user's file, or a twin with these faults when there is none. */
    static ContractSource of(@Nullable Path file, List<String> faults, Console console) {
        if (file == null) {
            return new ContractSource(null, EmbeddedTwin.start(0, faults), faults, console);
        }
        if (!faults.isEmpty()) {
            throw new UsageComplaint("--fault is for the embedded twin; leave out " + file + ", or leave out --fault");
        }
        return new ContractSource(file, null, List.of(), console);
    }

    /** Reads and checks the contract. */
    Environment readWith(EnvironmentReader reader) {
        if (file != null) {
            return reader.read(file);
        }
        BuiltIn contract = BuiltIn.environment("twin");
        return reader.read(contract.text(), contract.name());
    }

    String name() {
        return file == null ? BuiltIn.environment("twin").name() : file.toString();
    }

    /** The contract as it was written; references to secrets, not secrets. */
    String text() {
        if (file == null) {
            return BuiltIn.environment("twin").text();
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where its secrets are. */
    SecretSource secrets() {
        return twin == null ? SecretSource.system() : SecretSource.withOverrides(twin.secrets());
    }

    /** What takes the place of its targets. */
    TargetOverride targets() {
        return twin == null
                ? TargetOverride.NONE
                : new TargetOverride(
                        twin.twin().http(), twin.twin().webSocket(), twin.twin().http());
    }

    /** How to name this contract on the command line again: begins with a space, or is empty. */
    String asArgument() {
        if (file != null) {
            return " " + file;
        }
        return faults.isEmpty() ? "" : " --fault " + String.join(",", faults);
    }

    void warn(String warning) {
        console.line("warning: " + warning);
    }

    @Override
    public void close() {
        if (twin != null) {
            twin.close();
        }
    }
}
