package dev.seaworthy.auth.socket;

import dev.seaworthy.auth.settings.SocketSettings.Carrier;
import dev.seaworthy.auth.settings.SocketSettings.Place;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Which pages may open a WebSocket (RFC 6455 section 10.2). */
final class OriginSteps {
    private OriginSteps() {}

    static Finding withTokens(Door door, SocketTrial trial) throws CredentialRefused, InterruptedException {
        return first(door, false).isEmpty()
                ? Finding.skipped(trial.claim(), "does not apply: only a cookie opens a WebSocket here")
                : foreign(door, trial, first(door, false).get());
    }

    static Finding withCookies(Door door, SocketTrial trial) throws CredentialRefused, InterruptedException {
        return first(door, true).isEmpty()
                ? Finding.skipped(
                        trial.claim(),
                        "does not apply: no cookie opens a WebSocket here (probes.auth.websocket.carriers)")
                : foreign(door, trial, first(door, true).get());
    }

    private static Optional<Carrier> first(Door door, boolean cookie) {
        return door.settings().carriers().stream()
                .filter(carrier -> (carrier.in() == Place.COOKIE) == cookie)
                .findFirst();
    }

    private static Finding foreign(Door door, SocketTrial trial, Carrier carrier)
            throws CredentialRefused, InterruptedException {
        Credential valid = door.bench().standing(0);
        String own = own(door);
        if (!trial.validEnters(door.bare().header("Origin", own), carrier, valid.token())) {
            return trial.verdict();
        }
        boolean answered = true;
        for (String origin : List.of("https://attacker.example", own + ".attacker.example", "null")) {
            answered = answered
                    && trial.refuses(
                            "a valid token, sent by a page of the origin " + origin,
                            door.bare().header("Origin", origin),
                            carrier,
                            valid.token());
        }
        if (answered) {
            var unused = trial.validEnters(door.bare().header("Origin", own), carrier, valid.token());
        }
        return trial.verdict();
    }

    /** The origin of the contract's own page. */
    static String own(Door door) {
        String declared = door.settings().origin();
        URI http = door.bench().environment().targets().http();
        return declared != null ? declared : http.getScheme() + "://" + http.getRawAuthority();
    }
}
