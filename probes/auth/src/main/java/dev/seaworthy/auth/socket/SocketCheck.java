package dev.seaworthy.auth.socket;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.settings.SocketSettings;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import java.net.URI;

/** A check of the WebSocket endpoint: skipped where there is none, and every socket closed at its end. */
final class SocketCheck implements AuthCheck {
    private final CheckCard card;
    private final Step step;

    SocketCheck(CheckCard card, Step step) {
        this.card = card;
        this.step = step;
    }

    @Override
    public CheckCard card() {
        return card;
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        URI uri = bench.environment().targets().webSocket();
        if (uri == null) {
            return Finding.skipped(claim, "does not apply: the contract has no targets.websocket");
        }
        SocketSettings settings = bench.settings().websocket();
        if (settings == null) {
            return Finding.skipped(claim, "not in the contract: probes.auth.websocket");
        }
        try (Door door = new Door(bench, settings, uri)) {
            SocketTrial trial = new SocketTrial(door, claim);
            Finding finding = step.run(door, trial);
            return trial.isClientAtFault()
                    ? Finding.error(
                            claim, "our own client failed, so nothing is said about the target: " + trial.clientFault())
                    : finding;
        }
    }

    /** The part that differs from check to check. */
    @FunctionalInterface
    interface Step {
        Finding run(Door door, SocketTrial trial) throws CredentialRefused, InterruptedException;
    }
}
