package dev.seaworthy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** nginx in front of a node service made of published packages, on loopback; started and stopped by the test. */
final class PublishedStaging implements AutoCloseable {
    static final String PASSWORD = "canary-password-4711-of-the-orders";
    static final String SIGNING_KEY = "canary-signing-key-0815-of-the-orders-service";

    private final PeerProcesses peers;
    private final int port;

    private PublishedStaging(PeerProcesses peers, int port) {
        this.peers = peers;
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
        Path script = PeerProcesses.nodeScript(sources, "server.js");
        int upstream = PeerProcesses.freePort();
        int port = PeerProcesses.freePort();
        PublishedStaging staging = new PublishedStaging(new PeerProcesses(folder), port);
        try {
            Map<String, String> variables = Map.of(
                    "PORT", Integer.toString(upstream),
                    "PASSWORD", PASSWORD,
                    "SIGNING_KEY", SIGNING_KEY,
                    "DEFECT", defect);
            staging.peers.start(upstream, variables, "node", script.toString());
            Path configuration = folder.resolve("nginx.conf");
            Files.writeString(
                    configuration,
                    Files.readString(sources.resolve("nginx.conf"))
                            .replace("DIRECTORY", folder.toString())
                            .replace("LISTEN", Integer.toString(port))
                            .replace("UPSTREAM", Integer.toString(upstream)));
            String log = folder.resolve("start.log").toString();
            staging.peers.start(
                    port, Map.of(), "nginx", "-p", folder.toString(), "-e", log, "-c", configuration.toString());
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
        peers.close();
    }
}
