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

/**
 * Where a contract comes from: a file of the user's, the built-in contract of a twin that runs in this process, or a text
 * that was made of a command line.
 */
final class ContractSource implements AutoCloseable {
    private final Contract contract;
    private final @Nullable EmbeddedTwin twin;
    private final String argument;
    private final Console console;

    private ContractSource(Contract contract, @Nullable EmbeddedTwin twin, String argument, Console console) {
        this.contract = contract;
        this.twin = twin;
        this.argument = argument;
        this.console = console;
    }

    /** The user's file, or a twin with these faults when there is none. */
    static ContractSource of(@Nullable Path file, List<String> faults, Console console) {
        if (file == null) {
            BuiltIn builtIn = BuiltIn.environment("twin");
            return new ContractSource(
                    new Contract.Text(builtIn.name(), builtIn.text()),
                    EmbeddedTwin.start(0, faults),
                    faults.isEmpty() ? "" : " --fault " + String.join(",", faults),
                    console);
        }
        if (!faults.isEmpty()) {
            throw new UsageComplaint("--fault is for the embedded twin; leave out " + file + ", or leave out --fault");
        }
        return new ContractSource(new Contract.File(file), null, " " + file, console);
    }

    /** A contract that stands for a command line, which says all of it again. */
    static ContractSource ofText(String name, String text, Console console) {
        return new ContractSource(new Contract.Text(name, text), null, "", console);
    }

    /** Reads and checks the contract. */
    Environment readWith(EnvironmentReader reader) {
        return contract.readWith(reader);
    }

    String name() {
        return contract.name();
    }

    /** The contract as it was written; references to secrets, not secrets. */
    String text() {
        return contract.text();
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
        return argument;
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

    private sealed interface Contract {
        String name();

        String text();

        Environment readWith(EnvironmentReader reader);

        record File(Path path) implements Contract {
            @Override
            public String name() {
                return path.toString();
            }

            @Override
            public String text() {
                try {
                    return Files.readString(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public Environment readWith(EnvironmentReader reader) {
                return reader.read(path);
            }
        }

        record Text(String name, String text) implements Contract {
            @Override
            public Environment readWith(EnvironmentReader reader) {
                return reader.read(text, name);
            }
        }
    }
}
