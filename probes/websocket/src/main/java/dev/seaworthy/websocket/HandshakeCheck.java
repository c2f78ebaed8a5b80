package dev.seaworthy.websocket;

import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Undecided;
import dev.seaworthy.wire.Handshake;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** {@code ws.handshake}: a valid credential opens a socket, and the answer breaks no rule that every client relies on. */
final class HandshakeCheck {
    /** Judged by {@code ws.subprotocol.selected}; one cause, one red claim. */
    private static final Set<Handshake.Fault> ELSEWHERE = EnumSet.of(
            Handshake.Fault.SUBPROTOCOL_ABSENT,
            Handshake.Fault.SUBPROTOCOL_EMPTY,
            Handshake.Fault.SUBPROTOCOL_NOT_OFFERED,
            Handshake.Fault.SUBPROTOCOL_TWICE);

    private final Endpoint endpoint;

    HandshakeCheck(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Finding run(Claim claim) throws Undecided, InterruptedException {
        Secret token = endpoint.token(0);
        Handshake handshake = endpoint.attempt(endpoint.request(token == null ? null : token.reveal()));
        try {
            return judge(claim, handshake);
        } finally {
            if (handshake.socket() != null) {
                endpoint.dialogue(handshake, handshake.socket()).close();
            }
        }
    }

    private static Finding judge(Claim claim, Handshake handshake) throws Undecided {
        Evidence evidence = Evidence.of(handshake.exchange());
        if (handshake.outcome() == Outcome.PROTOCOL) {
            return withClients(
                    Finding.fail(claim, "the answer is not a handshake: " + handshake.detail(), evidence),
                    Set.of("not-switching"));
        }
        if (handshake.outcome() != Outcome.OK) {
            throw new Undecided(
                    "the handshake got no complete answer: " + handshake.detail(),
                    handshake.outcome(),
                    evidence.exchanges());
        }
        if (handshake.status() == 429 || handshake.status() == 503) {
            return Finding.unproven(
                    claim, "the server shed the handshake with " + handshake.status() + "; retry later", evidence);
        }
        if (handshake.status() != 101) {
            return withClients(
                    Finding.fail(
                                    claim,
                                    "a valid credential was answered " + handshake.status() + " instead of 101: "
                                            + StatusHint.of(handshake.status()),
                                    evidence)
                            .with("status", handshake.status()),
                    Set.of("not-switching"));
        }
        Set<Handshake.Fault> faults = new LinkedHashSet<>(handshake.faults());
        faults.removeAll(ELSEWHERE);
        Set<String> rows = rows(handshake, faults);
        Finding finding = faults.isEmpty()
                ? Finding.pass(claim, "101 with the right accept value, and no rule broken", evidence)
                : Finding.fail(claim, "the answer breaks RFC 6455 section 4.1: " + words(faults), evidence);
        return withClients(
                finding.with("faults", faults.stream().map(Enum::name).toList()), rows);
    }

    /** The rows of the client matrix that this answer falls under; a legal one may still defeat some clients. */
    private static Set<String> rows(Handshake handshake, Set<Handshake.Fault> faults) {
        Set<String> rows = new LinkedHashSet<>();
        rows.add("clean");
        boolean twice = handshake.headers().all("Sec-WebSocket-Accept").size() > 1;
        for (Handshake.Fault fault : faults) {
            ClientMatrix.answerFor(fault)
                    .ifPresent(row -> rows.add(row.equals("accept-wrong") && twice ? "accept-twice" : row));
        }
        String connection = handshake.headers().first("Connection").orElse("").toLowerCase(Locale.ROOT);
        if (connection.contains("keep-alive") && connection.contains("upgrade")) {
            rows.add("connection-keep-alive");
        }
        return rows;
    }

    static Finding withClients(Finding finding, Set<String> rows) {
        ClientMatrix.Split split = ClientMatrix.measured().on(rows);
        Finding told = finding.with("clientsThatFail", split.fail()).with("clientsThatOpen", split.open());
        return split.unknown().isEmpty() ? told : told.with("clientsNotMeasured", split.unknown());
    }

    private static String words(Set<Handshake.Fault> faults) {
        return String.join(
                ", ",
                faults.stream()
                        .map(fault -> fault.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .toList());
    }
}
