package dev.seaworthy.websocket;

import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.Handshake;
import java.util.Set;

/** How a handshake under load ended. */
final class HandshakeOutcome {
    private static final Set<Integer> DECLINED = Set.of(401, 403, 429, 503);

    private HandshakeOutcome() {}

    static Outcome of(Handshake handshake) {
        if (handshake.opened()) {
            return Outcome.OK;
        }
        if (handshake.outcome() != Outcome.OK) {
            return handshake.outcome();
        }
        if (handshake.status() == 101) {
            return Outcome.PROTOCOL;
        }
        return DECLINED.contains(handshake.status()) ? Outcome.REJECTED : Outcome.WRONG_ANSWER;
    }
}
