package dev.seaworthy.auth.socket;

import dev.seaworthy.auth.bench.Pause;
import dev.seaworthy.auth.settings.SocketSettings.Carrier;
import dev.seaworthy.auth.settings.SocketSettings.Place;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.wire.Handshake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the first message carries the token: nothing works before it, and nobody stays for ever without one. */
final class FirstMessageStep {
    /** Enough to see whether there is a bound on them; no flood. */
    private static final int IDLE_SOCKETS = 10;

    private static final Duration GRACE = Duration.ofSeconds(1);

    private FirstMessageStep() {}

    static Finding run(Door door, SocketTrial trial) throws CredentialRefused, InterruptedException {
        Optional<Carrier> message = door.settings().carriers().stream()
                .filter(carrier -> carrier.in() == Place.MESSAGE)
                .findFirst();
        if (message.isEmpty()) {
            return Finding.skipped(
                    trial.claim(),
                    "does not apply: no token travels in a first message (probes.auth.websocket.carriers)");
        }
        Credential valid = door.bench().standing(0);
        if (!trial.validEnters(door.bare(), message.get(), valid.token())) {
            return trial.verdict();
        }
        Entry before =
                trial.note("before the first message", door.attempt(message.get(), null, "before the first message"));
        if (before.accepted()) {
            trial.violated("a message is answered before the one that carries the token");
            return trial.verdict();
        }
        List<Entry> idle = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < IDLE_SOCKETS; i++) {
            Handshake handshake = door.hold();
            if (handshake.socket() == null) {
                refused++;
            } else {
                idle.add(new Entry(before.reading(), "", false, handshake, handshake.socket(), ""));
            }
        }
        Pause.of(door.settings().firstMessageWithin().plus(GRACE));
        long open = idle.stream()
                .map(Entry::socket)
                .filter(socket -> socket != null && socket.isOpen())
                .count();
        idle.forEach(entry -> door.leave(entry, "a socket that never showed a token"));
        trial.note(
                "sockets without a token",
                idle.size() + " opened, " + refused + " refused, " + open + " open after "
                        + door.settings().firstMessageWithin().toMillis() + " ms");
        if (open > 0) {
            trial.violated(open + " of " + idle.size() + " sockets that never showed a token are open after "
                    + door.settings().firstMessageWithin().toMillis() + " ms");
        }
        var unused = trial.validEnters(door.bare(), message.get(), valid.token());
        return trial.verdict("nothing is answered before the token, and " + idle.size()
                + " sockets that never showed one were closed within "
                + door.settings().firstMessageWithin().toMillis() + " ms");
    }
}
