package dev.seaworthy.auth.socket;

import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.Handshake;
import dev.seaworthy.wire.WebSocketRequest;
import java.net.URI;
import java.util.Set;

/** Where {@code wss://} is the target, {@code ws://} is none. Never with a token: it would go in the clear. */
final class PlaintextStep {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final Set<Integer> SERVED = Set.of(101, 401);

    private PlaintextStep() {}

    static Finding run(Door door, SocketTrial trial) throws InterruptedException {
        URI target = door.bare().uri();
        if (!target.getScheme().equals("wss")) {
            return Finding.skipped(trial.claim(), "does not apply: targets.websocket is ws://, without TLS");
        }
        URI plain = sibling(target);
        if (!door.bench().environment().rails().allow().permits(plain)) {
            return Finding.skipped(
                    trial.claim(),
                    "not in the contract: ws://" + plain.getRawAuthority()
                            + " in rails.allow; nothing else is talked to");
        }
        Handshake control = door.knock(door.bare());
        if (!control.outcome().answered()) {
            trial.doubt("the target itself gave no answer: " + control.detail());
            return trial.verdict();
        }
        Handshake handshake =
                door.knock(WebSocketRequest.to(plain).within(door.bare().timeout()));
        trial.note("a handshake in the clear", seen(handshake));
        if (SERVED.contains(handshake.status())) {
            trial.violated("a handshake in the clear is answered " + handshake.status()
                    + ": tokens that are sent there can be read on the way");
        } else if (!isShut(handshake)) {
            trial.doubt("a handshake in the clear was neither served nor refused: " + seen(handshake));
        }
        return trial.verdict("a handshake in the clear is not served: " + seen(handshake));
    }

    /** The same endpoint without TLS: on port 80 if it is on the usual one of TLS. */
    static URI sibling(URI target) {
        int port = target.getPort() == -1 || target.getPort() == HTTPS ? HTTP : target.getPort();
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        return URI.create("ws://" + target.getHost() + ":" + port + target.getRawPath() + query);
    }

    private static boolean isShut(Handshake handshake) {
        return handshake.outcome() == Outcome.REFUSED
                || (handshake.outcome().answered() && handshake.status() >= 300 && handshake.status() < 500);
    }

    private static String seen(Handshake handshake) {
        return handshake.outcome().answered()
                ? "status " + handshake.status()
                : handshake.outcome() + ": " + handshake.detail();
    }
}
