package dev.seaworthy.auth.socket;

import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.wire.Handshake;
import dev.seaworthy.wire.WebSocket;
import org.jspecify.annotations.Nullable;

/**
 * What came of one try to be let in: status, headers, the first thing that was said or how it closed, and whether a message
 * for insiders was answered. A 101 alone is no acceptance.
 *
 * @param reading what it says about the credential
 * @param observation the same in words, as the end of a sentence that begins with what was tried
 * @param clientFault whether our own client failed; then nothing is said about the target
 * @param socket open still, or null
 * @param firstMessage the first text that the server sent; empty if there was none
 */
record Entry(
        Reading reading,
        String observation,
        boolean clientFault,
        Handshake handshake,
        @Nullable WebSocket socket,
        String firstMessage) {
    boolean accepted() {
        return reading == Reading.ACCEPTED;
    }

    boolean refused() {
        return reading == Reading.REFUSED;
    }

    /** Opened first and closed then: costs the target a socket for each try. */
    boolean late() {
        return refused() && handshake.opened();
    }
}
