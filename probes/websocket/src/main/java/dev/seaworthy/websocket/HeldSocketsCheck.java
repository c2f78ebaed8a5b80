package dev.seaworthy.websocket;

import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Undecided;
import dev.seaworthy.wire.Handshake;
import dev.seaworthy.wire.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code ws.sockets.held}: so many sockets open together, stay open, and each still answers a ping at the end. Every
 * planned socket is accounted for: alive, or ended by a cause.
 */
final class HeldSocketsCheck {
    private static final int MOST_EVIDENCE = 60;

    private final Endpoint endpoint;

    HeldSocketsCheck(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Finding run(Claim claim) throws Undecided, InterruptedException {
        WebSocketSettings.Sockets planned = endpoint.settings().held();
        int allowed = endpoint.surroundings().environment().rails().maxConnections();
        if (planned.count() > allowed) {
            return Finding.skipped(
                    claim,
                    planned.count() + " sockets are planned and rails.max-connections allows " + allowed
                            + "; lower the one or raise the other");
        }
        List<Handshake> handshakes = openAll(planned.count());
        List<Dialogue> dialogues = new ArrayList<>();
        for (Handshake handshake : handshakes) {
            if (handshake.socket() != null) {
                dialogues.add(endpoint.dialogue(handshake, handshake.socket()));
            }
        }
        try {
            return judge(claim, planned, handshakes, dialogues);
        } finally {
            dialogues.forEach(Dialogue::close);
        }
    }

    private Finding judge(
            Claim claim, WebSocketSettings.Sockets planned, List<Handshake> handshakes, List<Dialogue> dialogues)
            throws Undecided, InterruptedException {
        if (dialogues.isEmpty()) {
            throw Endpoint.noSocket(handshakes.get(0));
        }
        for (Handshake handshake : handshakes) {
            if (handshake.outcome() == Outcome.INSTRUMENT || handshake.outcome() == Outcome.NOT_SENT) {
                throw new Undecided("our own client failed: " + handshake.detail(), handshake.outcome(), List.of());
            }
        }
        hold(dialogues, planned.hold());
        Ledger ledger = account(handshakes, dialogues);
        String balance = planned.count() + " planned = " + ledger.alive + " alive" + ledger.causes();
        Evidence evidence = Evidence.of(ledger.evidence());
        Finding finding = ledger.alive == planned.count()
                ? Finding.pass(claim, balance + " after " + planned.hold().toMillis() + " ms together", evidence)
                : Finding.fail(claim, balance + " after " + planned.hold().toMillis() + " ms together", evidence);
        return finding.with("planned", planned.count())
                .with("opened", dialogues.size())
                .with("alive", ledger.alive)
                .with("ended", new TreeMap<>(ledger.ended))
                .with("closesByCode", new TreeMap<>(ledger.closes))
                .with("slowestHandshakeSeconds", slowest(handshakes))
                .with("heldSeconds", planned.hold().toMillis() / 1e3);
    }

    private List<Handshake> openAll(int count) throws Undecided, InterruptedException {
        String identity = endpoint.settings().identity();
        int accounts =
                identity == null ? 1 : endpoint.surroundings().credentials().accounts(identity);
        List<@Nullable Secret> tokens = new ArrayList<>();
        for (int i = 0; i < Math.min(count, accounts); i++) {
            tokens.add(endpoint.token(i));
        }
        List<CompletableFuture<Handshake>> attempts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Secret token = tokens.get(i % tokens.size());
            attempts.add(endpoint.attempting(endpoint.request(token == null ? null : token.reveal())));
        }
        List<Handshake> handshakes = new ArrayList<>();
        for (CompletableFuture<Handshake> attempt : attempts) {
            handshakes.add(attempt.join());
        }
        return handshakes;
    }

    /** Waits, but not for sockets that have all ended already. */
    private static void hold(List<Dialogue> dialogues, Duration hold) throws InterruptedException {
        CompletableFuture<?>[] ends =
                dialogues.stream().map(dialogue -> dialogue.socket().ended()).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(Math.max(1, hold.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillOpen) {
            // What is hoped for: some socket was open to the end.
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the wire engine broke its word not to fail", e.getCause());
        }
    }

    private Ledger account(List<Handshake> handshakes, List<Dialogue> dialogues) throws InterruptedException {
        Ledger ledger = new Ledger();
        for (Handshake handshake : handshakes) {
            if (handshake.socket() == null) {
                ledger.refused(handshake);
            }
        }
        List<CompletableFuture<Long>> pings = new ArrayList<>();
        List<String> nonces = new ArrayList<>();
        for (Dialogue dialogue : dialogues) {
            String nonce = endpoint.nonce();
            nonces.add(nonce);
            pings.add(dialogue.socket().ping(nonce.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
        long deadline = endpoint.surroundings().reach().time().nanos()
                + endpoint.patience().toNanos();
        for (int i = 0; i < dialogues.size(); i++) {
            String nonce = nonces.get(i);
            Dialogue dialogue = dialogues.get(i);
            long left = Math.max(
                    1, deadline - endpoint.surroundings().reach().time().nanos());
            WebSocket.Message pong = dialogue.await(
                    arrived -> arrived.kind() == WebSocket.Message.Kind.PONG
                            && new String(arrived.payload(), java.nio.charset.StandardCharsets.US_ASCII).equals(nonce),
                    Duration.ofNanos(left));
            ledger.settle(dialogue, pong != null);
        }
        return ledger;
    }

    private static double slowest(List<Handshake> handshakes) {
        return handshakes.stream()
                .filter(Handshake::opened)
                .mapToDouble(handshake -> handshake.clocks().responseNanos() / 1e9)
                .max()
                .orElse(0);
    }

    /** Where each planned socket went. */
    private static final class Ledger {
        private int alive;
        private final Map<String, Integer> ended = new TreeMap<>();
        private final Map<String, Integer> closes = new TreeMap<>();
        private final List<Exchange> lost = new ArrayList<>();
        private final List<Exchange> kept = new ArrayList<>();

        void refused(Handshake handshake) {
            String cause = handshake.outcome() == Outcome.OK
                    ? "not opened, answered " + handshake.status()
                    : "not opened, " + handshake.outcome().name().toLowerCase(java.util.Locale.ROOT);
            ended.merge(cause, 1, Integer::sum);
            lost.add(handshake.exchange());
        }

        void settle(Dialogue dialogue, boolean ponged) {
            WebSocket.End end = dialogue.socket().ended().getNow(null);
            if (ponged) {
                alive++;
                kept.add(dialogue.socket().transcript("held, and answered the last ping"));
                return;
            }
            String cause = end == null ? "open without an answer to the last ping" : Dialogue.ending(end);
            ended.merge(cause, 1, Integer::sum);
            if (end != null) {
                closes.merge(Integer.toString(end.code()), 1, Integer::sum);
            }
            lost.add(dialogue.socket().transcript("held: " + cause));
        }

        String causes() {
            StringBuilder text = new StringBuilder();
            ended.forEach((cause, count) ->
                    text.append(" + ").append(count).append(' ').append(cause));
            return text.toString();
        }

        /** The lost ones first: they are what a reader looks for. */
        List<Exchange> evidence() {
            List<Exchange> all = new ArrayList<>(lost);
            all.addAll(kept);
            return all.size() <= MOST_EVIDENCE ? all : all.subList(0, MOST_EVIDENCE);
        }
    }
}
