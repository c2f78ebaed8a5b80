package dev.seaworthy.websocket;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.kernel.VirtualUser;
import dev.seaworthy.wire.Handshake;
import dev.seaworthy.wire.WebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The socket of one virtual user, and the questions that wait for an answer on it. Confined to the user's event loop;
 * assumes that a user takes one turn at a time.
 */
final class UserSocket {
    private static final int NORMAL = 1000;

    private final Endpoint endpoint;
    private final TimeSource time;
    private final String prefix;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private @Nullable WebSocket socket;
    private long asked;

    private UserSocket(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.time = endpoint.surroundings().reach().time();
        this.prefix = endpoint.nonce() + "-";
    }

    /** The user's own; it leaves with the user. */
    static UserSocket of(VirtualUser user, Endpoint endpoint) {
        UserSocket kept = user.recall(UserSocket.class);
        if (kept == null) {
            kept = new UserSocket(endpoint);
            user.keep(UserSocket.class, kept);
            user.onLeave(kept::leave);
        }
        return kept;
    }

    /** Asks on the open socket, or opens one first. */
    void ask(Turn turn, Question question) {
        long fired = time.nanos();
        WebSocket open = socket;
        if (open != null && open.isOpen()) {
            send(open, turn, question, fired);
            return;
        }
        Admission.of(
                endpoint,
                turn,
                admission -> open(turn, question, fired, admission),
                outcome -> turn.complete(OpenOperation.unanswered(endpoint, turn, fired), outcome));
    }

    private void open(Turn turn, Question question, long fired, Admission admission) {
        var unused = endpoint.attempting(endpoint.request(admission.token()), turn.loop(), fired)
                .thenAcceptAsync(handshake -> opened(turn, question, fired, handshake), turn.loop());
    }

    private void opened(Turn turn, Question question, long fired, Handshake handshake) {
        Outcome outcome = HandshakeOutcome.of(handshake);
        turn.also(OpenOperation.NAME, handshake.clocks(), outcome);
        WebSocket opened = handshake.socket();
        if (opened == null) {
            turn.complete(OpenOperation.unanswered(endpoint, turn, fired), outcome);
            return;
        }
        socket = opened;
        opened.listen(new Arrivals(opened));
        send(opened, turn, question, fired);
    }

    private void send(WebSocket open, Turn turn, Question question, long fired) {
        String nonce = prefix + asked++;
        Waiting one = new Waiting(turn, question, fired);
        waiting.put(nonce, one);
        one.deadline = turn.loop()
                .schedule(
                        () -> settle(nonce, Outcome.TIMEOUT, Clocks.NOT_REACHED),
                        endpoint.surroundings().reach().answerTimeout().toNanos(),
                        TimeUnit.NANOSECONDS);
        var unused = question.send(open, nonce).whenComplete((writtenNanos, failure) -> {
            if (failure == null) {
                one.writtenNanos = writtenNanos;
            } else {
                turn.loop().execute(() -> settle(nonce, Outcome.RESET, Clocks.NOT_REACHED));
            }
        });
    }

    private void settle(String nonce, Outcome outcome, long arrivedNanos) {
        Waiting one = waiting.remove(nonce);
        if (one == null) {
            return;
        }
        if (one.deadline != null) {
            one.deadline.cancel(false);
        }
        long end = arrivedNanos == Clocks.NOT_REACHED ? time.nanos() : arrivedNanos;
        one.turn.complete(
                new Clocks(one.turn.intendedNanos(), one.firedNanos, one.writtenNanos, arrivedNanos, end), outcome);
    }

    private void leave() {
        WebSocket open = socket;
        socket = null;
        new ArrayList<>(waiting.keySet()).forEach(nonce -> settle(nonce, Outcome.NOT_SENT, Clocks.NOT_REACHED));
        if (open != null) {
            var unused = open.close(NORMAL, "");
        }
    }

    /** What is asked, and how its answer is told. */
    interface Question {
        /** Sends it; completes with the instant at which it was written. */
        CompletableFuture<Long> send(WebSocket socket, String nonce);

        /** The nonce that an arrival brings back, or an empty text. */
        String nonce(WebSocket.Message arrived);

        /** Whether an arrival with our nonce is the right answer. */
        boolean isRight(WebSocket.Message arrived);
    }

    /** A turn that waits for its answer. */
    private static final class Waiting {
        private final Turn turn;
        private final Question question;
        private final long firedNanos;
        private long writtenNanos = Clocks.NOT_REACHED;
        private @Nullable ScheduledFuture<?> deadline;

        Waiting(Turn turn, Question question, long firedNanos) {
            this.turn = turn;
            this.question = question;
            this.firedNanos = firedNanos;
        }
    }

    private final class Arrivals implements WebSocket.Listener {
        private final WebSocket from;

        Arrivals(WebSocket from) {
            this.from = from;
        }

        @Override
        public void received(WebSocket.Message message) {
            for (Map.Entry<String, Waiting> entry : List.copyOf(waiting.entrySet())) {
                Question question = entry.getValue().question;
                if (entry.getKey().equals(question.nonce(message))) {
                    Outcome outcome = question.isRight(message) ? Outcome.OK : Outcome.WRONG_ANSWER;
                    settle(entry.getKey(), outcome, message.atNanos());
                }
            }
        }

        @Override
        public void ended(WebSocket.End end) {
            if (socket == from) {
                socket = null;
                new ArrayList<>(waiting.keySet()).forEach(nonce -> settle(nonce, Outcome.RESET, Clocks.NOT_REACHED));
            }
        }
    }
}
