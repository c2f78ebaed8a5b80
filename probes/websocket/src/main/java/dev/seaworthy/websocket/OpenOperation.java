package dev.seaworthy.websocket;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.wire.Handshake;
import dev.seaworthy.wire.WebSocket;

/** {@code ws.open}: a handshake with the user's token; the socket is closed again at once. */
final class OpenOperation implements Operation {
    static final String NAME = "ws.open";
    private static final int NORMAL = 1000;

    private final Endpoint endpoint;

    OpenOperation(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start(Turn turn) {
        long fired = endpoint.surroundings().reach().time().nanos();
        Admission.of(
                endpoint,
                turn,
                admission -> open(turn, admission),
                outcome -> turn.complete(unanswered(endpoint, turn, fired), outcome));
    }

    private void open(Turn turn, Admission admission) {
        var unused = endpoint.attempting(endpoint.request(admission.token()), turn.loop(), turn.intendedNanos())
                .thenAcceptAsync(handshake -> settle(turn, handshake), turn.loop());
    }

    private static void settle(Turn turn, Handshake handshake) {
        turn.complete(handshake.clocks(), HandshakeOutcome.of(handshake));
        WebSocket socket = handshake.socket();
        if (socket != null) {
            var unused = socket.close(NORMAL, "");
        }
    }

    /** The clocks of a turn that ended before anything was written. */
    static Clocks unanswered(Endpoint endpoint, Turn turn, long fired) {
        return new Clocks(
                turn.intendedNanos(),
                fired,
                Clocks.NOT_REACHED,
                Clocks.NOT_REACHED,
                endpoint.surroundings().reach().time().nanos());
    }
}
