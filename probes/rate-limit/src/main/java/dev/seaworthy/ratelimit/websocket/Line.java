package dev.seaworthy.ratelimit.websocket;

import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Answer.Outcome;
import dev.seaworthy.ratelimit.session.Answer.Sign;
import dev.seaworthy.wire.Headers;
import dev.seaworthy.wire.WebSocket;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One open WebSocket and the messages on it that have no reply yet. Thread-safe. */
final class Line implements WebSocket.Listener {
    /** Longer than the engine waits for TCP to end after a Close frame. */
    private static final long ENDING_SECONDS = 4;

    /** Going away, internal error, restart, bad gateway (RFC 6455 section 7.4.1 and its registry): no limiter's. */
    private static final Set<Integer> TROUBLE = Set.of(1001, 1011, 1012, 1014);

    private final WebSocket socket;
    private final Conversation talk;
    private final TimeSource time;
    private final List<Waiting> waiting = new ArrayList<>();
    private WebSocket.@Nullable End end;
    private long heardNanos;
    private boolean stuck;

    /** A message without a reply. */
    static final class Waiting {
        private final String id;
        private final long sentNanos;
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private @Nullable CompletableFuture<Long> written;

        private Waiting(String id, long sentNanos) {
            this.id = id;
            this.sentNanos = sentNanos;
        }
    }

    Line(WebSocket socket, Conversation talk, TimeSource time) {
        this.socket = socket;
        this.talk = talk;
        this.time = time;
        heardNanos = time.nanos();
        socket.listen(this);
    }

    synchronized boolean isOpen() {
        return socket.isOpen() && end == null && !stuck;
    }

    WebSocket socket() {
        return socket;
    }

    /** Sends one message. */
    synchronized Waiting send(String id) {
        Waiting one = new Waiting(id, time.nanos());
        waiting.add(one);
        one.written = socket.sendText(talk.message().replace(Conversation.ID, id));
        WebSocket.End ended = end;
        if (ended != null) {
            ended(ended);
        }
        return one;
    }

    @Override
    public synchronized void received(WebSocket.Message message) {
        boolean data = message.kind() == WebSocket.Message.Kind.TEXT || message.kind() == WebSocket.Message.Kind.BINARY;
        Waiting one = data ? meant(message.text()) : null;
        if (one == null) {
            return;
        }
        waiting.remove(one);
        heardNanos = message.atNanos();
        Outcome outcome = talk.refuses(message.text()) ? Outcome.REFUSED : Outcome.ADMITTED;
        one.answer.complete(new Answer(
                one.sentNanos,
                message.atNanos(),
                outcome,
                Sign.MESSAGE,
                0,
                Headers.NONE,
                message.payload().length,
                null));
    }

    /** Which message a reply is for; null for what nobody asked for. */
    private @Nullable Waiting meant(String reply) {
        if (talk.numbered()) {
            for (Waiting one : waiting) {
                if (reply.contains(one.id)) {
                    return one;
                }
            }
        }
        // An error often does not say what it is about.
        boolean inOrder = !talk.numbered() || talk.refuses(reply);
        return inOrder && !waiting.isEmpty() ? waiting.get(0) : null;
    }

    @Override
    public synchronized void ended(WebSocket.End how) {
        end = how;
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting one = all.next();
            all.remove();
            one.answer.complete(closed(one.sentNanos, how));
        }
    }

    /** What an end says of a message that was under way. */
    static Answer closed(long sentNanos, WebSocket.End how) {
        boolean close = how.cause() == WebSocket.Cause.CLOSED_BY_PEER;
        boolean refused = close && !TROUBLE.contains(how.code());
        return new Answer(
                sentNanos,
                Math.max(sentNanos, how.atNanos()),
                refused ? Outcome.REFUSED : Outcome.FAILED,
                close ? Sign.CLOSE : Sign.CONNECTION,
                close ? how.code() : 0,
                Headers.NONE,
                0,
                null);
    }

    /** Waits for what comes of a message: a reply, the end, or nothing for as long as patience lasts. */
    Answer await(Waiting one) throws InterruptedException {
        while (true) {
            long left = deadline(one) - time.nanos();
            try {
                return one.answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (deadline(one) - time.nanos() <= 0) {
                    return givenUp(one);
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("an answer never fails", e);
            }
        }
    }

    /** As long as replies to others come, this one may be waiting in line. */
    private synchronized long deadline(Waiting one) {
        long since = heardNanos - one.sentNanos > 0 ? heardNanos : one.sentNanos;
        return since + talk.patience().toNanos();
    }

    private Answer givenUp(Waiting one) throws InterruptedException {
        if (!socket.isOpen()) {
            // A Close came, and the peer is slow to end TCP.
            awaitEnd();
        }
        synchronized (this) {
            Answer answer = one.answer.getNow(null);
            if (answer != null) {
                return answer;
            }
            waiting.remove(one);
            CompletableFuture<Long> written = one.written;
            boolean sent = written != null && written.isDone() && !written.isCompletedExceptionally();
            // Back-pressure is no decision of a limiter, and what is stuck would come too late to be told apart.
            stuck |= !sent;
            return new Answer(
                    one.sentNanos,
                    time.nanos(),
                    sent ? Outcome.REFUSED : Outcome.FAILED,
                    Sign.SILENCE,
                    0,
                    Headers.NONE,
                    0,
                    null);
        }
    }

    private void awaitEnd() throws InterruptedException {
        try {
            ended(socket.ended().get(ENDING_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            // It counts as silence then.
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an end never fails", e);
        }
    }

    /** The end, if it comes within this time or has begun by then. */
    WebSocket.@Nullable End endWithin(long nanos) throws InterruptedException {
        try {
            return socket.ended().get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (socket.isOpen()) {
                return null;
            }
            awaitEnd();
            return socket.ended().getNow(null);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an end never fails", e);
        }
    }

    /** Closes it, and waits until it is closed. */
    void close() throws InterruptedException {
        var unused = socket.close(1000, "");
        awaitEnd();
    }
}
