package dev.seaworthy.ratelimit.websocket;

import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Answer.Sign;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Stopped;
import dev.seaworthy.ratelimit.session.Variation;
import java.util.Optional;

/**
 * Finds out whom a limit on messages holds for: once it refuses, a second connection of the same caller and one of another
 * are tried, and the first once more. Begins best where the key is fresh. Used once; not thread-safe.
 */
public final class MessageScope {
    static final String READY = "get ready";
    static final String EXHAUST = "exhaust";
    static final String SECOND = "second connection";
    static final String OTHER = "another caller";
    static final String AFTER = "still refused";
    static final String LEAVE = "exhaust before leaving";
    static final String RECONNECT = "reconnect";

    /** So many valid tries are wanted, and so many are made at most. */
    static final int WANTED = 3;

    private static final int TRIES = 6;

    private final Session session;
    private final MessageTransport transport;

    /** A trial. @param transport that of {@code session} */
    public MessageScope(Session session, MessageTransport transport) {
        this.session = session;
        this.transport = transport;
    }

    /** What a journal says of it, or nothing where this was not tried. Pure. */
    public static Optional<MessageLimit> judge(Journal journal) {
        return ScopeJudge.judge(journal);
    }

    /** Sends what is needed to judge. Whatever stops it, what was sent until then can be judged. */
    public void run() throws InterruptedException {
        session.enter(Stage.CONNECTIONS);
        try {
            trial();
        } catch (Stopped early) {
            session.stopped(Stage.CONNECTIONS, early.reason());
        } finally {
            transport.releaseAll();
        }
        session.endRound();
    }

    private void trial() throws Stopped, InterruptedException {
        boolean closes = false;
        int valid = 0;
        for (int i = 1; i <= TRIES && valid < WANTED; i++) {
            String second = SECOND + " " + i;
            String other = OTHER + " " + i;
            prepare(second, 0);
            prepare(other, 1);
            Answer last = exhaust(EXHAUST);
            if (!last.refused()) {
                return;
            }
            closes = last.sign() == Sign.CLOSE;
            ask(SECOND, second, 0);
            ask(OTHER, other, 1);
            valid += closes || stillRefused() ? 1 : 0;
            transport.release(second);
            transport.release(other);
        }
        reconnect(closes);
    }

    /** Opened beforehand, so that nothing recovers while it is being opened. */
    private void prepare(String name, int caller) throws Stopped, InterruptedException {
        if (caller < session.callers()) {
            session.step(READY);
            session.send(MessageTransport.opening(name, caller));
        }
    }

    private void ask(String label, String name, int caller) throws Stopped, InterruptedException {
        if (caller < session.callers()) {
            session.step(label);
            session.send(Variation.of(name, caller, 0));
        }
    }

    private boolean stillRefused() throws Stopped, InterruptedException {
        session.step(AFTER);
        return session.volley(1).get(0).refused();
    }

    private Answer exhaust(String label) throws Stopped, InterruptedException {
        session.step(label);
        Answer last = session.volley(1).get(0);
        for (int i = 1; i < session.plan().burst() && !last.refused(); i++) {
            last = session.volley(1).get(0);
        }
        return last;
    }

    private void reconnect(boolean closed) throws Stopped, InterruptedException {
        Answer last = exhaust(LEAVE);
        if (!last.refused()) {
            return;
        }
        if (!closed) {
            transport.release(Variation.CONTROL.name());
        }
        exhaust(RECONNECT);
    }
}
