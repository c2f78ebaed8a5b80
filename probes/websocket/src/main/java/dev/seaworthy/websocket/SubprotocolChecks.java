package dev.seaworthy.websocket;

import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Undecided;
import dev.seaworthy.wire.Handshake;
import dev.seaworthy.wire.WebSocketRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code ws.subprotocol.*}: what the server selects of what was offered, and whether its answer gives the credential away.
 *
 * <p>A random stand-in takes the place of the token in a second handshake, which is authenticated by header: if the server
 * echoes the stand-in, it echoes credentials, and that is shown without one.
 */
final class SubprotocolChecks {
    private static final String FIELD = "Sec-WebSocket-Protocol";

    private final Endpoint endpoint;

    SubprotocolChecks(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Finding selected(Claim claim) throws Undecided, InterruptedException {
        if (endpoint.applicationOffer().isEmpty()) {
            return Finding.skipped(claim, "not in the contract: probes.websocket.subprotocol");
        }
        Secret token = endpoint.token(0);
        String text = token == null ? null : token.reveal();
        WebSocketRequest request = endpoint.request(text);
        Handshake handshake = switched(request);
        SubprotocolDiagnosis diagnosis = SubprotocolDiagnosis.of(
                request.subprotocols(),
                handshake.headers().all(FIELD),
                Optional.of(endpoint.applicationOffer().get(0)),
                text == null ? Optional.empty() : endpoint.tokenItem(text));
        Differential differential = differential(text);
        List<Exchange> exchanges = new ArrayList<>(List.of(handshake.exchange()));
        exchanges.addAll(differential.exchanges);
        if (!diagnosis.violates() && differential.unsolicited) {
            diagnosis = new SubprotocolDiagnosis(
                    SubprotocolDiagnosis.Cause.UNSOLICITED,
                    "a subprotocol was selected in a handshake that offered none");
        }
        return finding(claim, diagnosis, handshake, Evidence.of(exchanges)).with("standInEchoed", differential.echo());
    }

    private Finding finding(Claim claim, SubprotocolDiagnosis diagnosis, Handshake handshake, Evidence evidence) {
        SubprotocolDiagnosis.Cause cause = diagnosis.cause();
        String written = String.join(", ", handshake.headers().all(FIELD));
        Finding finding = diagnosis.violates()
                ? Finding.fail(claim, diagnosis.observation(), evidence)
                        .with("taxonomy", cause.id())
                        .with("inference", cause.likely())
                : Finding.pass(claim, diagnosis.observation(), evidence);
        Finding told = finding.with("offered", redacted(String.join(", ", handshake.offered())))
                .with("selected", redacted(written));
        if (!diagnosis.violates()) {
            return told;
        }
        // A selection of what was offered is legal, so declaring clients open; the others blame the server for it.
        return cause.matrixRow().equals("clean")
                ? told.with(
                                "clientsThatFail",
                                List.of(
                                        "none that declares what it offers",
                                        "with the offer set as a raw header, undeclared: "
                                                + String.join(
                                                        ", ",
                                                        ClientMatrix.measured()
                                                                .on(Set.of("undeclared-offer-selected"))
                                                                .fail())))
                        .with(
                                "clientsThatOpen",
                                ClientMatrix.measured().on(Set.of("clean")).open())
                : HandshakeCheck.withClients(told, Set.of(cause.matrixRow()));
    }

    Finding noCredentialEcho(Claim claim) throws Undecided, InterruptedException {
        Secret token = endpoint.token(0);
        if (token == null) {
            return Finding.skipped(claim, "not in the contract: probes.websocket.identity");
        }
        Handshake handshake = switched(endpoint.request(token.reveal()));
        Differential differential = differential(token.reveal());
        List<Exchange> exchanges = new ArrayList<>(List.of(handshake.exchange()));
        exchanges.addAll(differential.exchanges);
        Evidence evidence = Evidence.of(exchanges);
        boolean echoed = contains(handshake, token.reveal())
                || endpoint.tokenItem(token.reveal())
                        .filter(item -> contains(handshake, item))
                        .isPresent();
        if (echoed || differential.tokenPlaceEchoed) {
            String where = echoed
                    ? "the answer carries the offered credential"
                    : "the answer carries what stands in the token's place";
            String confirmed =
                    differential.tokenPlaceEchoed ? ", and a random stand-in in the token's place came back too" : "";
            return Finding.fail(
                            claim,
                            where + confirmed + ": it lands in developer tools, HAR files and proxy logs",
                            evidence)
                    .with("taxonomy", SubprotocolDiagnosis.Cause.CREDENTIAL.id())
                    .with("standInEchoed", differential.echo());
        }
        return Finding.pass(
                        claim,
                        "no field of the answer contains the credential"
                                + (differential.standInTried ? ", and a stand-in in its place did not come back" : ""),
                        evidence)
                .with("standInEchoed", differential.echo());
    }

    /** The handshake of the contract; without a 101 there is no selection to judge. */
    private Handshake switched(WebSocketRequest request) throws Undecided, InterruptedException {
        Handshake handshake = endpoint.attempt(request);
        leave(handshake);
        if (handshake.status() != 101) {
            throw Endpoint.noSocket(handshake);
        }
        return handshake;
    }

    /** Handshakes that offer a stand-in in the token's place, and nothing; by header, so that they are let in. */
    private Differential differential(@Nullable String token) throws InterruptedException {
        String standIn = endpoint.nonce();
        Optional<String> inPlace = endpoint.tokenItem(standIn);
        List<String> offers = new ArrayList<>(endpoint.applicationOffer());
        offers.add(inPlace.orElse(standIn));
        Handshake withStandIn = attempt(token, offers);
        Handshake withoutOffer = attempt(token, List.of());
        boolean tried = withStandIn.status() == 101;
        boolean echoed = tried && contains(withStandIn, inPlace.orElse(standIn));
        return new Differential(
                tried,
                echoed,
                echoed && inPlace.isPresent(),
                withoutOffer.status() == 101
                        && withoutOffer.headers().first(FIELD).isPresent(),
                List.of(withStandIn.exchange(), withoutOffer.exchange()));
    }

    private Handshake attempt(@Nullable String token, List<String> offers) throws InterruptedException {
        WebSocketRequest request =
                token == null ? endpoint.request(null).offering(offers) : endpoint.byHeader(token, offers);
        Handshake handshake = endpoint.attempt(request);
        leave(handshake);
        return handshake;
    }

    private void leave(Handshake handshake) {
        if (handshake.socket() != null) {
            endpoint.dialogue(handshake, handshake.socket()).close();
        }
    }

    private String redacted(String text) {
        return endpoint.surroundings().reach().vault().redact(text);
    }

    private static boolean contains(Handshake handshake, String text) {
        return handshake.headers().fields().stream()
                .anyMatch(field -> field.value().contains(text));
    }

    /**
     * What the additional handshakes showed.
     *
     * @param standInTried whether the server let the stand-in's handshake through, so that there was an answer to read
     * @param standInEchoed whether the stand-in came back
     * @param tokenPlaceEchoed whether it came back from where a token travels
     * @param unsolicited whether a subprotocol was selected where none was offered
     */
    private record Differential(
            boolean standInTried,
            boolean standInEchoed,
            boolean tokenPlaceEchoed,
            boolean unsolicited,
            List<Exchange> exchanges) {
        String echo() {
            return standInTried ? (standInEchoed ? "yes" : "no") : "not shown: a header did not open the socket";
        }
    }
}
