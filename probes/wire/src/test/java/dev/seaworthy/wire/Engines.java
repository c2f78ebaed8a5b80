package dev.seaworthy.wire;

import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Engines for tests. */
final class Engines {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private Engines() {}

    static Wire to(URI... allowed) {
        return Wire.open(reach(PATIENCE, new SecretVault(), allowed));
    }

    /** An engine that waits no longer than this for an answer. */
    static Wire impatient(Duration patience, URI... allowed) {
        return Wire.open(reach(patience, new SecretVault(), allowed));
    }

    static Wire keeping(SecretVault vault, URI... allowed) {
        return Wire.open(reach(PATIENCE, vault, allowed));
    }

    static Wire spending(long budget, URI... allowed) {
        Reach reach = reach(PATIENCE, new SecretVault(), allowed);
        return Wire.open(new Reach(
                reach.allowList(),
                new RequestBudget(budget),
                reach.vault(),
                reach.time(),
                reach.runId(),
                reach.connectTimeout(),
                reach.answerTimeout(),
                null));
    }

    /** An engine whose connections come from this address. */
    static Wire from(InetAddress source, URI... allowed) {
        return Wire.open(reach(PATIENCE, new SecretVault(), allowed), source);
    }

    static Wire trusting(Path pem, URI... allowed) {
        Reach reach = reach(PATIENCE, new SecretVault(), allowed);
        return Wire.open(new Reach(
                reach.allowList(),
                reach.budget(),
                reach.vault(),
                reach.time(),
                reach.runId(),
                reach.connectTimeout(),
                reach.answerTimeout(),
                pem));
    }

    /** The socket of a handshake that opened one. */
    static WebSocket socket(Handshake handshake) {
        return Objects.requireNonNull(handshake.socket(), handshake.exchange().received());
    }

    /** The next arrival, which must come. */
    static WebSocket.Message next(WebSocket socket) throws InterruptedException {
        return Objects.requireNonNull(socket.next(PATIENCE), "nothing arrived");
    }

    private static Reach reach(Duration patience, SecretVault vault, URI... allowed) {
        return new Reach(
                AllowList.of(List.of(allowed)),
                new RequestBudget(1_000_000),
                vault,
                TimeSource.system(),
                "run-7",
                patience,
                patience,
                null);
    }
}
