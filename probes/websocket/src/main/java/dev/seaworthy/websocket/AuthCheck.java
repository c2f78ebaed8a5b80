package dev.seaworthy.websocket;

import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Undecided;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.wire.Handshake;
import dev.seaworthy.wire.WebSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code ws.auth.required}: nobody is served without a valid token. A 101 is no acceptance yet: what counts is whether an
 * application message is answered. Valid tokens open before and after.
 *
 * <p>The handshakes differ in nothing but the credential, and so any 4xx that is not about the load is a refusal of it,
 * and so is a connection that is dropped again and again.
 */
final class AuthCheck {
    /** Client errors that another cause than the credential brings about between two good controls. */
    private static final Set<Integer> ABOUT_THE_LOAD = Set.of(408, 425, 429);

    /** One dropped connection may be the network's doing. */
    private static final int DROPS_THAT_REFUSE = 3;

    private static final Set<Integer> POLICY_CLOSES = Set.of(1008, 3000, 3003);

    private final Endpoint endpoint;

    AuthCheck(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Finding run(Claim claim) throws Undecided, InterruptedException {
        if (!endpoint.needsCredential()) {
            return Finding.skipped(claim, "not in the contract: probes.websocket.identity");
        }
        if (endpoint.settings().unauthenticated() == WebSocketSettings.Unauthenticated.ALLOWED) {
            return Finding.skipped(
                    claim, "does not apply: the contract allows sockets without a token (unauthenticated: allowed)");
        }
        List<Exchange> exchanges = new ArrayList<>();
        control(exchanges);
        Map<String, Trial> trials = new LinkedHashMap<>();
        trials.put("without a token", trial(null));
        trials.put("with a token that nobody issued", trial(endpoint.junkToken()));
        trials.values().forEach(trial -> exchanges.addAll(trial.exchanges));
        control(exchanges);
        return judge(claim, trials, Evidence.of(exchanges));
    }

    private static Finding judge(Claim claim, Map<String, Trial> trials, Evidence evidence) {
        for (Verdict verdict : List.of(Verdict.FAIL, Verdict.ERROR, Verdict.UNPROVEN)) {
            for (Map.Entry<String, Trial> entry : trials.entrySet()) {
                if (entry.getValue().verdict == verdict) {
                    return told(claim, verdict, entry.getKey() + ": " + entry.getValue().observation, evidence)
                            .with("observations", observations(trials));
                }
            }
        }
        return Finding.pass(
                        claim,
                        String.join(
                                "; ",
                                trials.entrySet().stream()
                                        .map(entry -> entry.getKey() + ": " + entry.getValue().observation)
                                        .toList()),
                        evidence)
                .with("observations", observations(trials));
    }

    private static Finding told(Claim claim, Verdict verdict, String reason, Evidence evidence) {
        return switch (verdict) {
            case FAIL -> Finding.fail(claim, reason, evidence);
            case ERROR -> Finding.error(claim, reason);
            default -> Finding.unproven(claim, reason, evidence);
        };
    }

    private static Map<String, Object> observations(Map<String, Trial> trials) {
        Map<String, Object> observations = new LinkedHashMap<>();
        trials.forEach((name, trial) -> observations.put(name, trial.observation));
        return observations;
    }

    /** A valid token opens and, where the contract has a message to ask with, is served. */
    private void control(List<Exchange> exchanges) throws Undecided, InterruptedException {
        try (Dialogue dialogue = endpoint.open(0)) {
            boolean served = served(dialogue);
            exchanges.addAll(dialogue.exchanges("control: a valid token"));
            if (!served) {
                throw new Undecided(
                        "the control with a valid token was not served either; " + dialogue.state(),
                        Outcome.TIMEOUT,
                        exchanges);
            }
        }
    }

    private Trial trial(@Nullable String token) throws InterruptedException {
        List<Exchange> dropped = new ArrayList<>();
        while (true) {
            Handshake handshake = endpoint.attempt(endpoint.request(token));
            WebSocket socket = handshake.socket();
            if (socket != null) {
                return opened(handshake, socket).after(dropped);
            }
            if (handshake.outcome() != Outcome.RESET) {
                return declined(handshake).after(dropped);
            }
            dropped.add(handshake.exchange());
            if (dropped.size() == DROPS_THAT_REFUSE) {
                return new Trial(
                        Verdict.PASS,
                        "dropped without an answer, " + dropped.size() + " times of " + dropped.size()
                                + " (a 401 would tell clients why)",
                        dropped);
            }
        }
    }

    private static Trial declined(Handshake handshake) {
        List<Exchange> exchanges = List.of(handshake.exchange());
        if (handshake.outcome() == Outcome.INSTRUMENT) {
            return new Trial(Verdict.ERROR, "our own client failed: " + handshake.detail(), exchanges);
        }
        if (handshake.outcome() != Outcome.OK) {
            return new Trial(Verdict.UNPROVEN, "no complete answer: " + handshake.detail(), exchanges);
        }
        int status = handshake.status();
        return status >= 400 && status < 500 && !ABOUT_THE_LOAD.contains(status)
                ? new Trial(Verdict.PASS, "refused with " + status, exchanges)
                : new Trial(
                        Verdict.UNPROVEN,
                        "answered " + status + ", which does not say that the credential was the reason",
                        exchanges);
    }

    private Trial opened(Handshake handshake, WebSocket socket) throws InterruptedException {
        try (Dialogue dialogue = endpoint.dialogue(handshake, socket)) {
            boolean served = message() != null && served(dialogue);
            if (message() == null) {
                var unused = dialogue.await(arrived -> false, endpoint.patience());
            }
            WebSocket.End end = socket.ended().getNow(null);
            List<Exchange> exchanges = dialogue.exchanges("what a socket without a valid token was told");
            if (served) {
                return new Trial(Verdict.FAIL, "the socket opened, and an application message was answered", exchanges);
            }
            if (end != null && (POLICY_CLOSES.contains(end.code()) || (end.code() >= 4000 && end.code() < 5000))) {
                return new Trial(
                        Verdict.PASS, "opened, then closed with " + end.code() + " before it was served", exchanges);
            }
            return new Trial(
                    Verdict.UNPROVEN,
                    "the socket opened, and no message was answered within "
                            + endpoint.patience().toMillis() + " ms; " + Dialogue.ending(end),
                    exchanges);
        }
    }

    private boolean served(Dialogue dialogue) throws InterruptedException {
        WebSocketSettings.RoundTrip message = message();
        return message == null || dialogue.ask(message, endpoint.nonce()).isPresent();
    }

    /** What an application answers only to those whom it serves. */
    private WebSocketSettings.@Nullable RoundTrip message() {
        WebSocketSettings settings = endpoint.settings();
        return settings.echo() != null ? settings.echo() : settings.ping();
    }

    private record Trial(Verdict verdict, String observation, List<Exchange> exchanges) {
        Trial after(List<Exchange> earlier) {
            List<Exchange> all = new ArrayList<>(earlier);
            all.addAll(exchanges);
            return new Trial(verdict, observation, all);
        }
    }
}
