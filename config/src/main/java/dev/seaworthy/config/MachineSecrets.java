package dev.seaworthy.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Secrets from variables, files and commands. What a command writes to stderr is dropped: it may hold the secret. */
final class MachineSecrets implements SecretSource {
    private static final long COMMAND_SECONDS = 10;
    private static final int LONGEST_BYTES = 65_536;

    private final Variables variables;

    MachineSecrets(Variables variables) {
        this.variables = variables;
    }

    /** Environment variables. */
    interface Variables {
        /** The value of a variable, or null. */
        @Nullable
        String value(String name);
    }

    @Override
    public String fetch(SecretReference reference, Consumer<String> warn) throws SecretMissing {
        String value = switch (reference.kind()) {
            case ENV -> variable(reference.place());
            case FILE -> file(Path.of(reference.place()), warn);
            case CMD -> command(reference.place());
        };
        if (value.isEmpty()) {
            throw new SecretMissing("the secret " + reference + " is empty");
        }
        return value;
    }

    private String variable(String name) throws SecretMissing {
        String value = variables.value(name);
        if (value == null) {
            throw new SecretMissing(
                    "the environment variable " + name + " is not set; set it before the run: export " + name + "=...");
        }
        return value;
    }

    private static String file(Path path, Consumer<String> warn) throws SecretMissing {
        if (!Files.isRegularFile(path)) {
            throw new SecretMissing("the secret's file " + path + " "
                    + (Files.isDirectory(path) ? "is a directory" : "does not exist"));
        }
        try (InputStream stream = Files.newInputStream(path)) {
            warnIfShared(path, warn);
            return text(stream.readNBytes(LONGEST_BYTES + 1), "the secret's file " + path);
        } catch (IOException e) {
            throw new SecretMissing("the secret's file " + path + " cannot be read");
        }
    }

    private static void warnIfShared(Path path, Consumer<String> warn) throws IOException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(path);
        } catch (UnsupportedOperationException e) {
            // A file system without POSIX permissions has nothing to say about others.
            return;
        }
        if (permissions.contains(PosixFilePermission.GROUP_READ)
                || permissions.contains(PosixFilePermission.OTHERS_READ)) {
            warn.accept("the secret's file " + path + " can be read by others; chmod 600 " + path);
        }
    }

    private static String command(String line) throws SecretMissing {
        List<String> words = List.of(line.split("\\s+"));
        String program = words.get(0);
        Process process;
        try {
            process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
        } catch (IOException e) {
            throw new SecretMissing("the secret's command " + program + " cannot be started");
        }
        try {
            CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> readAll(process));
            byte[] bytes = output.get(COMMAND_SECONDS, TimeUnit.SECONDS);
            if (bytes.length > LONGEST_BYTES) {
                throw tooLong("the output of the secret's command " + program);
            }
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw new SecretMissing(
                        "the secret's command " + program + " ended with exit code " + process.exitValue());
            }
            return text(bytes, "the output of the secret's command " + program);
        } catch (TimeoutException e) {
            throw new SecretMissing(
                    "the secret's command " + program + " did not end within " + COMMAND_SECONDS + " s");
        } catch (ExecutionException e) {
            throw new SecretMissing("the output of the secret's command " + program + " cannot be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SecretMissing("interrupted while the secret's command " + program + " ran");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static byte[] readAll(Process process) {
        try (InputStream stream = process.getInputStream()) {
            return stream.readNBytes(LONGEST_BYTES + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] bytes, String what) throws SecretMissing {
        if (bytes.length > LONGEST_BYTES) {
            throw tooLong(what);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .strip();
        } catch (CharacterCodingException e) {
            throw new SecretMissing(what + " is not UTF-8 text");
        }
    }

    private static SecretMissing tooLong(String what) {
        return new SecretMissing(what + " is longer than " + LONGEST_BYTES + " bytes");
    }
}
