package dev.seaworthy.ratelimit.websocket;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Answer.Outcome;
import dev.seaworthy.ratelimit.session.Answer.Sign;
import dev.seaworthy.ratelimit.session.Transport;
import dev.seaworthy.ratelimit.session.Variation;
import dev.seaworthy.wire.Handshake;
import dev.seaworthy.wire.Header;
import dev.seaworthy.wire.Headers;
import dev.seaworthy.wire.WebSocket;
import dev.seaworthy.wire.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Messages on open WebSockets as requests of a session. Each name of a {@link Variation} has a connection of its own, which is
 * opened before anything is timed, and again where it was closed. Not thread-safe.
 *
 * <p>A reply admits, unless the conversation's refusal is found in it. A Close frame refuses, but for codes that tell of a
 * server in trouble, and so does silence; a message that could not even be written failed.
 */
public final class MessageTransport implements Transport, AutoCloseable {
    private static final String OPENING = "OPEN";

    /** Statuses by which an upgrade is refused for being too many. */
    private static final Set<Integer> REFUSALS = Set.of(403, 409, 420, 429, 503, 509);

    private final Wire wire;
    private final TimeSource time;
    private final Conversation talk;
    private final Map<String, Line> lines = new HashMap<>();
    private long messages;
    private boolean witnessed;

    /** Nothing is opened yet. @param time the clock of {@code wire} */
    public MessageTransport(Wire wire, TimeSource time, Conversation talk) {
        this.wire = wire;
        this.time = time;
        this.talk = talk;
    }

    /** A request that opens a connection under this name and leaves it open, instead of sending a message. */
    static Variation opening(String name, int caller) {
        return new Variation(name, caller, 0, OPENING, null, Map.of(), false);
    }

    @Override
    public List<Answer> volley(List<Variation> requests) throws InterruptedException {
        List<@Nullable Answer> unsent = new ArrayList<>();
        for (Variation request : requests) {
            unsent.add(prepare(request));
        }
        List<Line.@Nullable Waiting> sent = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Line line = lines.get(requests.get(i).name());
            sent.add(line == null || unsent.get(i) != null ? null : line.send("sw-" + messages++ + "-"));
        }
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Line line = lines.get(requests.get(i).name());
            Line.Waiting waiting = sent.get(i);
            Answer known = unsent.get(i);
            if (known != null) {
                answers.add(known);
            } else if (line != null && waiting != null) {
                answers.add(witnessed(line, line.await(waiting)));
            }
        }
        return answers;
    }

    /** Opens what a message needs; the answer, if it is known already. */
    private @Nullable Answer prepare(Variation request) throws InterruptedException {
        boolean opening = OPENING.equals(request.method());
        boolean plain = request.equals(Variation.of(request.name(), request.caller(), request.address()));
        if (!(opening || plain)
                || request.caller() < 0
                || request.caller() >= talk.callers().size()) {
            throw new IllegalArgumentException("no message varies as " + request.name() + " does");
        }
        Line line = lines.get(request.name());
        if (line != null && line.isOpen() && !opening) {
            return null;
        }
        if (line != null) {
            lines.remove(request.name());
            var unused = line.socket().close(1000, "");
        }
        Answer answer = open(request);
        return opening || !answer.admitted() ? answer : null;
    }

    private Answer open(Variation request) throws InterruptedException {
        long begun = time.nanos();
        Handshake handshake;
        try {
            handshake = wire.connect(talk.callers().get(request.caller())).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a handshake never fails exceptionally", e);
        }
        WebSocket socket = handshake.socket();
        if (socket == null) {
            return notOpened(handshake, begun, OPENING.equals(request.method()));
        }
        Line line = new Line(socket, talk, time);
        long sent = reached(handshake.clocks().writtenNanos(), begun);
        WebSocket.End end = line.endWithin(talk.settling().toNanos());
        if (end != null) {
            return Line.closed(sent, end);
        }
        lines.put(request.name(), line);
        return Answer.status(
                sent,
                reached(handshake.clocks().firstByteNanos(), time.nanos()),
                Outcome.ADMITTED,
                handshake.status(),
                ofTheLimit(handshake.headers()));
    }

    /** To a message, a server that is not there has failed; to an opening, it may be what refuses. */
    private Answer notOpened(Handshake handshake, long begun, boolean opening) {
        long sent = reached(handshake.clocks().writtenNanos(), begun);
        boolean answered = handshake.outcome().answered();
        boolean turnedAway = opening
                && (handshake.outcome() == dev.seaworthy.kernel.Outcome.REFUSED
                        || handshake.outcome() == dev.seaworthy.kernel.Outcome.RESET);
        boolean refused = answered ? REFUSALS.contains(handshake.status()) : turnedAway;
        return new Answer(
                sent,
                reached(handshake.clocks().completeNanos(), time.nanos()),
                refused ? Outcome.REFUSED : Outcome.FAILED,
                answered ? Sign.STATUS : Sign.CONNECTION,
                handshake.status(),
                ofTheLimit(handshake.headers()),
                0,
                handshake.exchange());
    }

    /** What else an upgrade says, cookies for instance, is nobody's business. */
    private static Headers ofTheLimit(Headers headers) {
        List<Header> kept = headers.fields().stream()
                .filter(field -> {
                    String name = field.name().toLowerCase(Locale.ROOT);
                    return name.equals("retry-after")
                            || name.equals("date")
                            || name.contains("ratelimit")
                            || name.contains("rate-limit");
                })
                .toList();
        return new Headers(kept);
    }

    private static long reached(long instant, long otherwise) {
        return instant == Clocks.NOT_REACHED ? otherwise : instant;
    }

    /** The first refusal gets the conversation as its evidence. */
    private Answer witnessed(Line line, Answer answer) {
        if (witnessed || !answer.refused()) {
            return answer;
        }
        witnessed = true;
        return new Answer(
                answer.sentNanos(),
                answer.doneNanos(),
                answer.outcome(),
                answer.sign(),
                answer.status(),
                answer.headers(),
                answer.bodyLength(),
                line.socket().transcript("the last of these messages met with " + answer.text()));
    }

    /** Closes the connection of this name, if there is one, and waits until it is closed. */
    void release(String name) throws InterruptedException {
        Line line = lines.remove(name);
        if (line != null) {
            line.close();
        }
    }

    /** Closes every connection, and waits until they are closed. */
    public void releaseAll() throws InterruptedException {
        for (String name : List.copyOf(lines.keySet())) {
            release(name);
        }
    }

    /** Begins to close every connection. */
    @Override
    public void close() {
        for (Line line : lines.values()) {
            var unused = line.socket().close(1000, "");
        }
        lines.clear();
    }

    @Override
    public int callers() {
        return talk.callers().size();
    }

    @Override
    public TimeSource clock() {
        return time;
    }
}
