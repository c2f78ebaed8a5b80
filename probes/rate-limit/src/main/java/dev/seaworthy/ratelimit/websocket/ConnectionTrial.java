package dev.seaworthy.ratelimit.websocket;

import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Answer.Outcome;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Stopped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Opens connections one by one until one is refused, then closes one and opens again: whether there is a cap, and on what.
 * Closes all of them in the end. Used once; not thread-safe.
 */
public final class ConnectionTrial {
    /** So many are opened where nothing else is asked for. */
    public static final int USUAL = 16;

    static final String OPEN = "open";
    static final String OTHER = "open as another";
    static final String AGAIN = "open after closing one";
    static final String BEYOND = "open one too many";

    private static final int CYCLES = 3;

    /** How long a target may take to notice that a connection has ended, seconds; the second try waits longer. */
    private static final double[] NOTICING = {0.02, 0.2};

    private final Session session;
    private final MessageTransport transport;
    private final int most;
    private final Deque<String> open = new ArrayDeque<>();
    private int names;

    /** A trial of at most {@link #USUAL} connections at once. @param transport that of {@code session} */
    public ConnectionTrial(Session session, MessageTransport transport) {
        this(session, transport, USUAL);
    }

    /** A trial of at most {@code most} connections at once, 1 or more. */
    public ConnectionTrial(Session session, MessageTransport transport, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a trial of connections opens one at least");
        }
        this.session = session;
        this.transport = transport;
        this.most = most;
    }

    /** Opens and closes what is needed to judge. Whatever stops it, what was tried until then can be judged. */
    public void run() throws InterruptedException {
        session.enter(Stage.CONNECTIONS);
        try {
            transport.releaseAll();
            if (fill()) {
                other();
                for (int i = 0; i < CYCLES; i++) {
                    again();
                    attempt(BEYOND, 0);
                }
            }
        } catch (Stopped early) {
            session.stopped(Stage.CONNECTIONS, early.reason());
        } finally {
            transport.releaseAll();
        }
        session.endRound();
    }

    /** Whether one was refused. */
    private boolean fill() throws Stopped, InterruptedException {
        for (int i = 0; i < most; i++) {
            if (!attempt(OPEN, 0)) {
                if (i == 0) {
                    throw new Stopped("the first connection was refused already");
                }
                return true;
            }
        }
        return false;
    }

    private void other() throws Stopped, InterruptedException {
        if (session.callers() > 1) {
            attempt(OTHER, 1);
            attempt(BEYOND, 0);
        }
    }

    private void again() throws Stopped, InterruptedException {
        String oldest = open.pollFirst();
        if (oldest == null) {
            return;
        }
        transport.release(oldest);
        for (double pause : NOTICING) {
            session.rest(pause);
            if (attempt(AGAIN, 0)) {
                return;
            }
        }
    }

    /** Opens one, and keeps it where it is the own caller's. */
    private boolean attempt(String label, int caller) throws Stopped, InterruptedException {
        String name = label + " " + ++names;
        session.step(label);
        Answer answer = session.send(MessageTransport.opening(name, caller));
        if (answer.outcome() == Outcome.FAILED) {
            throw new Stopped("a connection could not be opened: " + answer.text());
        }
        if (answer.admitted() && caller == 0) {
            open.addLast(name);
        } else {
            transport.release(name);
        }
        return answer.admitted();
    }

    /** What a journal says of connections, or nothing where this was not tried. Pure. */
    public static Optional<ConnectionLimit> judge(Journal journal) {
        List<Entry> all = journal.of(Stage.CONNECTIONS);
        List<Entry> opened = labeled(all, OPEN);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        int admitted =
                (int) opened.stream().filter(entry -> entry.answer().admitted()).count();
        Optional<Answer> refusal =
                opened.stream().map(Entry::answer).filter(Answer::refused).findFirst();
        ConnectionLimit.Kind kind = refusal.isEmpty() ? ConnectionLimit.Kind.NONE_SEEN : kind(all);
        return Optional.of(new ConnectionLimit(
                admitted, kind, scope(all), refusal.map(Refusals::key).orElse("")));
    }

    /** A cap is full again as soon as the place of a closed one is taken; a rate does not know what was closed. */
    private static ConnectionLimit.Kind kind(List<Entry> all) {
        int cycles = 0;
        int freed = 0;
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).label().equals(BEYOND) && all.get(i - 1).label().equals(AGAIN)) {
                cycles++;
                boolean reopened = all.get(i - 1).answer().admitted();
                freed += reopened && all.get(i).answer().refused() ? 1 : 0;
            }
        }
        if (cycles == 0) {
            return ConnectionLimit.Kind.UNKNOWN;
        }
        return freed == cycles ? ConnectionLimit.Kind.CONCURRENT : ConnectionLimit.Kind.RATE;
    }

    /** Another caller tells something only while the own one is refused. */
    private static ConnectionLimit.Scope scope(List<Entry> all) {
        for (int i = 0; i + 1 < all.size(); i++) {
            boolean stillRefused = all.get(i + 1).label().equals(BEYOND)
                    && all.get(i + 1).answer().refused();
            if (all.get(i).label().equals(OTHER) && stillRefused) {
                return all.get(i).answer().admitted() ? ConnectionLimit.Scope.TOKEN : ConnectionLimit.Scope.ALL;
            }
        }
        return ConnectionLimit.Scope.UNKNOWN;
    }

    private static List<Entry> labeled(List<Entry> entries, String label) {
        return entries.stream().filter(entry -> entry.label().equals(label)).toList();
    }
}
