package dev.seaworthy.auth.socket;

import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.settings.SocketSettings.Carrier;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.WebSocketRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of a check at the door: what was tried, what came of it, and the verdict. Used once, by one thread. */
final class SocketTrial {
    private final Door door;
    private final Claim claim;
    private final Map<String, Object> observations = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private @Nullable String clientFault;
    private @Nullable String skip;
    private int tried;
    private int late;

    SocketTrial(Door door, Claim claim) {
        this.door = door;
        this.claim = claim;
    }

    Claim claim() {
        return claim;
    }

    /** As {@link #validEnters(Secret)}, but not tried again where the trial before has just ended with it. */
    boolean validEntered(Secret token) throws InterruptedException {
        if (!door.heldJustNow(token)) {
            return validEnters(token);
        }
        observations.put("a valid token", "let in at the end of the trial before");
        return true;
    }

    /** The usual way with a valid token is open. False ends the trial. */
    boolean validEnters(Secret token) throws InterruptedException {
        int before = door.exchanges().size();
        boolean entered = validEnters(door.bare(), door.usual(), token);
        door.held(
                token,
                entered ? door.exchanges().subList(before, door.exchanges().size()) : List.of());
        return entered;
    }

    boolean validEnters(WebSocketRequest bare, Carrier carrier, Secret token) throws InterruptedException {
        Entry entry = note("a valid token", door.attempt(bare, carrier, token, "control: a valid token"));
        if (!entry.accepted()) {
            doubts.add("the control with a valid token in " + carrier + " was not let in: " + entry.observation());
        }
        return entry.accepted();
    }

    /** Somebody without a token is refused; where they are not, there is nothing to be told apart. False ends the trial. */
    boolean nobodyIsRefused() throws InterruptedException {
        if (door.refusedNobodyBefore()) {
            observations.put("no token", "refused in a trial before");
            return true;
        }
        int before = door.exchanges().size();
        Entry entry = note("no token", door.attempt(door.usual(), null, "control: no token"));
        if (entry.refused()) {
            door.refusedNobody(door.exchanges().subList(before, door.exchanges().size()));
        }
        if (entry.accepted()) {
            skip =
                    "precondition: a WebSocket is served without a token (ws.auth.required), so nothing can be told apart;"
                            + " mend that first";
        } else if (!entry.refused()) {
            doubts.add("the control without a token was neither let in nor refused: " + entry.observation());
        }
        return entry.refused();
    }

    /** This must not be let in. False if there was no answer: then there will be none to the next. */
    boolean refuses(String what, Carrier carrier, Secret token) throws InterruptedException {
        return refuses(what, door.bare(), carrier, token);
    }

    boolean refuses(String what, WebSocketRequest bare, Carrier carrier, Secret token) throws InterruptedException {
        Entry entry = note(what, door.attempt(bare, carrier, token, what));
        tried++;
        late += entry.late() ? 1 : 0;
        if (entry.accepted()) {
            violations.add(what + ": " + entry.observation());
        } else if (!entry.refused()) {
            doubts.add(what + ": " + entry.observation());
        }
        return entry.reading() != Reading.UNANSWERED;
    }

    /** Keeps what was seen, under its name. */
    Entry note(String what, Entry entry) {
        observations.merge(
                what, entry.observation(), (earlier, now) -> earlier.equals(now) ? now : earlier + "; then " + now);
        if (entry.handshake().outcome() == Outcome.NOT_SENT) {
            skip = "the run's request budget is spent; raise rails.max-requests";
        } else if (entry.clientFault()) {
            clientFault = entry.observation();
        }
        return entry;
    }

    void note(String what, String observation) {
        observations.put(what, observation);
    }

    boolean isClientAtFault() {
        return clientFault != null;
    }

    /** What failed of our own; empty if nothing did. */
    String clientFault() {
        return clientFault == null ? "" : clientFault;
    }

    void violated(String how) {
        violations.add(how);
    }

    void doubt(String why) {
        doubts.add(why);
    }

    /** The verdict on all that was tried. */
    Finding verdict(String otherwise) {
        if (skip != null) {
            return Finding.skipped(claim, skip);
        }
        if (!violations.isEmpty()) {
            String more = violations.size() > 1 ? "; and " + (violations.size() - 1) + " more" : "";
            return told(Finding.fail(claim, violations.get(0) + more, evidence()))
                    .with("violations", List.copyOf(violations));
        }
        if (!doubts.isEmpty()) {
            return told(Finding.unproven(claim, doubts.get(0), evidence())).with("doubts", List.copyOf(doubts));
        }
        Finding pass = told(Finding.pass(claim, otherwise + lateNote(), evidence()));
        return tried == 0 ? pass : pass.with("bound95", Math.min(1.0, 3.0 / tried));
    }

    /** The verdict where each try had to be refused. */
    Finding verdict() {
        return verdict("0 of " + tried + " let in, with a valid token let in before and after");
    }

    private String lateNote() {
        return late == 0 ? "" : "; " + late + " only after the handshake, which costs the target a socket for each try";
    }

    private Evidence evidence() {
        List<Exchange> exchanges = door.exchanges();
        return Evidence.of(exchanges);
    }

    private Finding told(Finding finding) {
        Finding told = finding.with("observations", Collections.unmodifiableMap(new LinkedHashMap<>(observations)));
        return tried == 0 ? told : told.with("tried", tried).with("accepted", violations.size());
    }
}
