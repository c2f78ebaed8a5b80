package dev.seaworthy.auth.real;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** HAProxy, express-jwt and @fastify/jwt on loopback; started and stopped by the tests. */
final class Verifiers implements AutoCloseable {
    private static final Path SOURCES = Path.of(System.getProperty("seaworthy.it", "src/it"), "real-verifiers");
    private static final int PATIENCE_SECONDS = 60;

    private final List<Process> processes = new ArrayList<>();
    private final Map<Setup, Integer> ports = new EnumMap<>(Setup.class);
    private final Path folder;
    private final Path publicKey;

    /** Who verifies, in the order of the table. */
    enum Setup {
        HAPROXY_CAREFUL("HAProxy, careful recipe"),
        HAPROXY_NAIVE("HAProxy, alg from the token"),
        EXPRESS_PINNED("express-jwt, iss and aud pinned"),
        EXPRESS_PLAIN("express-jwt, alg only"),
        FASTIFY_PINNED("@fastify/jwt, iss and aud pinned");

        private final String title;

        Setup(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private Verifiers(Path folder, Path publicKey) {
        this.folder = folder;
        this.publicKey = publicKey;
    }

    /**
     * Starts all of them and waits until they listen.
     *
     * @param publicKey the issuer's key in PEM
     */
    static Verifiers start(Path folder, Path publicKey) throws IOException, InterruptedException {
        Verifiers verifiers = new Verifiers(folder, publicKey);
        Path sources = SOURCES.toAbsolutePath().normalize();
        try {
            Path modules = installed(sources);
            verifiers.takePorts();
            Path script = modules.resolve("verifiers.js");
            Files.copy(sources.resolve("verifiers.js"), script, StandardCopyOption.REPLACE_EXISTING);
            verifiers.spawn(program("node", "nodejs"), script.toString());
            Path cfg = verifiers.configured(sources.resolve("haproxy.cfg"));
            verifiers.spawn(program("haproxy", "haproxy"), "-db", "-f", cfg.toString());
            for (Setup setup : Setup.values()) {
                verifiers.await(setup);
            }
            return verifiers;
        } catch (IOException | InterruptedException | RuntimeException e) {
            verifiers.close();
            throw e;
        }
    }

    URI uri(Setup setup) {
        return URI.create("http://127.0.0.1:" + ports.get(setup));
    }

    @Override
    public void close() {
        for (Process process : processes) {
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

    /** Looked for where system services are, too: not every PATH has them. */
    private static String program(String name, String debianPackage) {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/bin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name
                        + " is not installed, and the verifiers cannot be tested without it: apt-get install "
                        + debianPackage));
    }

    /** The packages, installed once per build. */
    private static Path installed(Path sources) throws IOException, InterruptedException {
        Path modules = sources.resolve("../../../target/real-verifiers").normalize();
        Files.createDirectories(modules);
        Path wanted = sources.resolve("package.json");
        Path present = modules.resolve("package.json");
        Path done = modules.resolve("installed");
        if (Files.exists(done) && Files.exists(present) && Files.mismatch(wanted, present) == -1) {
            return modules;
        }
        Files.deleteIfExists(done);
        Files.copy(wanted, present, StandardCopyOption.REPLACE_EXISTING);
        Path log = modules.resolve("npm.log");
        Process npm = new ProcessBuilder(
                        program("npm", "npm"),
                        "install",
                        "--no-package-lock",
                        "--no-audit",
                        "--no-fund",
                        "--loglevel=error")
                .directory(modules.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!npm.waitFor(3, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw new IllegalStateException("npm install failed: " + Files.readString(log));
        }
        Files.createFile(done);
        return modules;
    }

    private void takePorts() throws IOException {
        List<ServerSocket> taken = new ArrayList<>();
        try {
            for (Setup setup : Setup.values()) {
                ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                taken.add(free);
                ports.put(setup, free.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : taken) {
                socket.close();
            }
        }
    }

    private Path configured(Path template) throws IOException {
        String text = Files.readString(template).replace("\"PUBLIC_KEY\"", "\"" + publicKey + "\"");
        for (Setup setup : Setup.values()) {
            text = text.replace(":" + setup.name(), ":" + ports.get(setup));
        }
        return Files.writeString(folder.resolve(template.getFileName()), text);
    }

    private void spawn(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(
                folder.resolve("verifier-" + processes.size() + ".log").toFile());
        builder.environment().put("PUBLIC_KEY", publicKey.toString());
        ports.forEach((setup, port) -> builder.environment().put(setup.name(), Integer.toString(port)));
        processes.add(builder.start());
    }

    private void await(Setup setup) throws IOException, InterruptedException {
        IOException last = null;
        for (int attempt = 0; attempt < PATIENCE_SECONDS * 10; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.getOrDefault(setup, 0)), 1000);
                return;
            } catch (IOException e) {
                last = e;
                for (int i = 0; i < processes.size(); i++) {
                    if (!processes.get(i).isAlive()) {
                        throw new IllegalStateException("a verifier ended before it listened: "
                                + Files.readString(folder.resolve("verifier-" + i + ".log")));
                    }
                }
                var unused = processes.get(0).waitFor(100, TimeUnit.MILLISECONDS);
            }
        }
        throw new IllegalStateException("nobody listens as " + setup, last);
    }
}
