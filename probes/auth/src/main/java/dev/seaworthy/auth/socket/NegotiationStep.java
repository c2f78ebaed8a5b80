package dev.seaworthy.auth.socket;

import dev.seaworthy.auth.settings.SocketSettings.Carrier;
import dev.seaworthy.auth.settings.SocketSettings.Place;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.Handshake;
import dev.seaworthy.wire.WebSocketRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is selected of what is offered, row by row (RFC 6455 sections 1.9 and 4.2.2). */
final class NegotiationStep {
    private static final String UNKNOWN = "unknown.v9";

    /** No token: who echoes this would echo one. */
    private static final String LIKE_A_TOKEN = "jwt.x";

    private NegotiationStep() {}

    static Finding run(Door door, SocketTrial trial) throws CredentialRefused, InterruptedException {
        Credential valid = door.bench().standing(0);
        if (!trial.validEntered(valid.token())) {
            return trial.verdict();
        }
        String known = door.settings().subprotocol();
        Carrier carrier = door.settings().carriers().stream()
                .filter(one -> one.in() != Place.SUBPROTOCOL && one.in() != Place.MESSAGE)
                .findFirst()
                .orElse(door.usual());
        int rows = 0;
        for (List<String> offer : offers(known)) {
            WebSocketRequest bare = door.bare().offering(offer);
            // A token among the offered items comes last, as clients write it.
            Handshake handshake = door.knock(Door.dressed(bare, carrier, valid.token()));
            if (handshake.outcome() == Outcome.NOT_SENT || !handshake.outcome().answered()) {
                trial.doubt("offering " + offer + " was not answered: " + handshake.detail());
                return trial.verdict();
            }
            judge(trial, offer, handshake, known);
            rows++;
        }
        var unused = trial.validEnters(valid.token());
        return trial.verdict("of " + rows + " offers, each got nothing, or an item of its own that is known");
    }

    /** Judges one row; a server may also refuse an offer of which it knows nothing. */
    static void judge(SocketTrial trial, List<String> offer, Handshake handshake, @Nullable String known) {
        String row = offer.isEmpty() ? "nothing offered" : "offered " + offer;
        if (handshake.status() != 101) {
            trial.note(row, "answered " + handshake.status());
            if (known != null && offer.contains(known)) {
                trial.doubt(row + ": answered " + handshake.status() + " although the subprotocol is known");
            }
            return;
        }
        List<String> selected = handshake.headers().all("Sec-WebSocket-Protocol");
        String said = selected.isEmpty()
                ? "nothing"
                : selected.stream().anyMatch(offer::contains) ? selected.toString() : "an item that was not offered";
        trial.note(row, "selected " + said);
        if (selected.size() > 1) {
            trial.violated(row + ": more than one subprotocol is selected (RFC 6455 section 11.3.4)");
        } else if (selected.size() == 1 && !offer.contains(selected.get(0))) {
            trial.violated(
                    row + ": the server selected an item that was not offered; a client that keeps RFC 6455 section"
                            + " 4.1 then fails the connection, and the fault is the server's");
        } else if (selected.contains(UNKNOWN)) {
            trial.violated(row + ": the server selected a subprotocol that it cannot know");
        } else if (selected.contains(LIKE_A_TOKEN)) {
            trial.violated(row + ": the server selected, and so echoed, an item that has the form of a credential");
        } else if (known != null && offer.contains(known) && !selected.contains(known)) {
            trial.violated(row + ": the server did not select " + known + ", which it knows");
        }
    }

    private static List<List<String>> offers(@Nullable String known) {
        List<List<String>> offers = new ArrayList<>(List.of(List.of(), List.of(UNKNOWN), List.of(LIKE_A_TOKEN)));
        if (known != null) {
            offers.add(1, List.of(known));
            offers.add(3, List.of(UNKNOWN, known));
        }
        return offers;
    }
}
