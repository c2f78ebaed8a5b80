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

/** nginx in front of a node service made of published packages, on loopback; started and stopped by the test. */
final class PublishedStaging implements AutoCloseable {
    static final String PASSWORD = "canary-password-4711-of-the-orders";
    static final String SIGNING_KEY = "canary-signing-key-0815-of-the-orders-service";
    private static final int PATIENCE_SECONDS = 20;

    private final List<Process> processes = new ArrayList<>();
    private final int port;

    private PublishedStaging(int port) {
        this.port = port;
    }

    /**
     * Starts the service and nginx.
     *
     * @param sources {@code cli/src/it/published-staging}
     * @param folder an empty one
     * @param defect of the service, or empty
     */
    static PublishedStaging start(Path sources, Path folder, String defect) throws IOException, InterruptedException {
        Path modules = installed(sources);
        int[] ports = freePorts();
        PublishedStaging staging = new PublishedStaging(ports[1]);
        try {
            Path script = modules.resolve("server.js");
            Files.copy(sources.resolve("server.js"), script, StandardCopyOption.REPLACE_EXISTING);
            staging.spawn(
                    folder,
                    Map.of(
                            "PORT", Integer.toString(ports[0]),
                            "PASSWORD", PASSWORD,
                            "SIGNING_KEY", SIGNING_KEY,
                            "DEFECT", defect),
                    "node",
                    script.toString());
            staging.awaitPort(ports[0]);
            Path configuration = folder.resolve("nginx.conf");
            Files.writeString(
                    configuration,
                    Files.readString(sources.resolve("nginx.conf"))
                            .replace("DIRECTORY", folder.toString())
                            .replace("LISTEN", Integer.toString(ports[1]))
                            .replace("UPSTREAM", Integer.toString(ports[0])));
            staging.spawn(
                    folder,
                    Map.of(),
                    "nginx",
                    "-p",
                    folder.toString(),
                    "-e",
                    folder.resolve("start.log").toString(),
                    "-c",
                    configuration.toString());
            staging.awaitPort(ports[1]);
            return staging;
        } catch (IOException | InterruptedException | RuntimeException e) {
            staging.close();
            throw e;
        }
    }

    /** Where nginx listens. */
    int port() {
        return port;
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

    private void spawn(Path folder, Map<String, String> variables, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(folder.resolve(command[0] + ".log").toFile());
        builder.environment().putAll(variables);
        processes.add(builder.start());
    }

    /** The service's packages, installed once per build. */
    private static Path installed(Path sources) throws IOException, InterruptedException {
        Path folder = sources.resolve("../../../target/published-staging").normalize();
        Files.createDirectories(folder);
        Path wanted = sources.resolve("package.json");
        Path present = folder.resolve("package.json");
        if (Files.isDirectory(folder.resolve("node_modules/ws")) && Files.mismatch(wanted, present) == -1) {
            return folder;
        }
        Files.copy(wanted, present, StandardCopyOption.REPLACE_EXISTING);
        Process npm = new ProcessBuilder("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("npm.log").toFile())
                .start();
        if (!npm.waitFor(3, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw new IllegalStateException("npm install failed: " + Files.readString(folder.resolve("npm.log")));
        }
        return folder;
    }

    private static int[] freePorts() {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {one.getLocalPort(), two.getLocalPort()};
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort(int awaited) throws InterruptedException {
        for (int attempt = 0; attempt < PATIENCE_SECONDS * 10; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), awaited), 1000);
                return;
            } catch (IOException e) {
                if (processes.stream().anyMatch(process -> !process.isAlive())) {
                    throw new IllegalStateException("a peer ended before it listened on port " + awaited, e);
                }
                processes.get(processes.size() - 1).waitFor(100, TimeUnit.MILLISECONDS);
            }
        }
        throw new IllegalStateException("nobody listens on port " + awaited);
    }
}
