package dev.seaworthy.ratelimit.real;

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

/** nginx, HAProxy, Redis and the limiters of npm packages, on loopback; started and stopped by the tests. */
final class Peers implements AutoCloseable {
    private static final Path SOURCES = Path.of(System.getProperty("seaworthy.it", "src/it"), "real-limiters");
    private static final int PATIENCE_SECONDS = 30;

    private final List<Process> processes = new ArrayList<>();
    private final Map<Place, Integer> ports = new EnumMap<>(Place.class);
    private final Path folder;

    /** Who listens. */
    enum Place {
        REDIS,
        EXPRESS,
        FASTIFY,
        KOA,
        /** Limiters of our own, that no package at hand offers. */
        OWN,
        /** EXPRESS from a distance of 80 ms. */
        FAR,
        /** Goes down for good at its 61st request. */
        MORTAL,
        NGINX,
        HAPROXY
    }

    private Peers(Path folder) {
        this.folder = folder;
    }

    /** Starts all of them and waits until they listen. */
    static Peers start(Path folder) throws IOException, InterruptedException {
        Path sources = SOURCES.toAbsolutePath().normalize();
        Peers peers = new Peers(folder);
        try {
            Path modules = installed(sources);
            peers.takePorts();
            String redis = program("redis-server", "redis-server");
            peers.spawn(
                    redis,
                    "--port",
                    peers.port(Place.REDIS),
                    "--bind",
                    "127.0.0.1",
                    "--save",
                    "",
                    "--dir",
                    folder.toString());
            peers.await(Place.REDIS);
            for (String script : List.of("own.js", "published.js")) {
                Path copy = modules.resolve(script);
                Files.copy(sources.resolve(script), copy, StandardCopyOption.REPLACE_EXISTING);
                peers.spawn(program("node", "nodejs"), copy.toString());
            }
            String nginx = program("nginx", "nginx-light");
            Path conf = peers.configured(sources.resolve("nginx.conf"));
            peers.spawn(nginx, "-p", folder.toString(), "-e", folder.resolve("start.log") + "", "-c", conf.toString());
            Path cfg = peers.configured(sources.resolve("haproxy.cfg"));
            peers.spawn(program("haproxy", "haproxy"), "-db", "-f", cfg.toString());
            for (Place place : Place.values()) {
                peers.await(place);
            }
            return peers;
        } catch (IOException | InterruptedException | RuntimeException e) {
            peers.close();
            throw e;
        }
    }

    /** Where something listens. */
    URI uri(Place place, String path) {
        return URI.create("http://127.0.0.1:" + ports.get(place) + path);
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

    /** Looked for where system services are, too: not every PATH has them. */
    private static String program(String name, String debianPackage) {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/bin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        name + " is not installed, and the limiters cannot be tested without it: apt-get install "
                                + debianPackage));
    }

    /** The packages, installed once per build. */
    private static Path installed(Path sources) throws IOException, InterruptedException {
        Path modules = sources.resolve("../../../target/real-limiters").normalize();
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
            for (Place place : Place.values()) {
                ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                taken.add(free);
                ports.put(place, free.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : taken) {
                socket.close();
            }
        }
    }

    private String port(Place place) {
        return Integer.toString(ports.getOrDefault(place, 0));
    }

    private Path configured(Path template) throws IOException {
        String text = Files.readString(template).replace("DIRECTORY", folder.toString());
        for (Place place : Place.values()) {
            text = text.replace(":" + place, ":" + port(place));
        }
        return Files.writeString(folder.resolve(template.getFileName()), text);
    }

    private void spawn(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(
                folder.resolve("peer-" + processes.size() + ".log").toFile());
        for (Place place : Place.values()) {
            builder.environment().put(place.name(), port(place));
        }
        processes.add(builder.start());
    }

    private void await(Place place) throws IOException, InterruptedException {
        IOException last = null;
        for (int attempt = 0; attempt < PATIENCE_SECONDS * 10; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.getOrDefault(place, 0)), 1000);
                return;
            } catch (IOException e) {
                last = e;
                complainOfEnded();
                processes.get(processes.size() - 1).waitFor(100, TimeUnit.MILLISECONDS);
            }
        }
        throw new IllegalStateException("nobody listens as " + place, last);
    }

    private void complainOfEnded() throws IOException {
        for (int i = 0; i < processes.size(); i++) {
            if (!processes.get(i).isAlive()) {
                throw new IllegalStateException(
                        "a peer ended before it listened: " + Files.readString(folder.resolve("peer-" + i + ".log")));
            }
        }
    }
}
