package dev.seaworthy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Servers that none of us wrote, as processes on loopback; closed last first. */
final class PeerProcesses implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();

    /** Those whose output goes to files in this folder. */
    PeerProcesses(Path folder) {
        this.folder = folder;
    }

    /** Starts one and waits until it listens. */
    void start(int port, Map<String, String> variables, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Path log = folder.resolve(command[0] + ".log");
        builder.redirectOutput(log.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        processes.add(process);
        for (int attempt = 0; attempt < PATIENCE_SECONDS * 10; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(command[0] + " ended: " + Files.readString(log), e);
                }
            }
        }
        throw new IllegalStateException(command[0] + " does not listen on port " + port);
    }

    /** A port that nobody listens on now. */
    static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The packages of {@code package.json}, installed once per build.
     *
     * @param sources the folder with {@code package.json} and the script
     * @return the script beside its packages
     */
    static Path nodeScript(Path sources, String script) throws IOException, InterruptedException {
        Path installed = sources.resolve("../../../target")
                .resolve(sources.getFileName())
                .normalize();
        Files.createDirectories(installed);
        Path wanted = sources.resolve("package.json");
        Path present = installed.resolve("package.json");
        boolean there = Files.isDirectory(installed.resolve("node_modules"))
                && Files.exists(present)
                && Files.mismatch(wanted, present) == -1;
        if (!there) {
            Files.copy(wanted, present, StandardCopyOption.REPLACE_EXISTING);
            Process npm = new ProcessBuilder(
                            "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent")
                    .directory(installed.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(installed.resolve("npm.log").toFile())
                    .start();
            if (!npm.waitFor(3, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                throw new IllegalStateException(
                        "npm install failed: " + Files.readString(installed.resolve("npm.log")));
            }
        }
        return Files.copy(sources.resolve(script), installed.resolve(script), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            Process process = processes.get(i);
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
