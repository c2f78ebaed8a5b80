package dev.seaworthy.ratelimit.scope;

import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Stopped;
import dev.seaworthy.ratelimit.verdict.Numbers;
import dev.seaworthy.ratelimit.verdict.Section;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Leaves the own key as it was found, or says when it will be. Used once, at the end; not thread-safe. */
public final class RestTrial {
    private static final int WAITS = 2;

    private final Session session;
    private final Known known;
    private final Sandwich sandwich;

    /** For the key of the usual request. */
    public RestTrial(Session session, Known known) {
        this.session = session;
        this.known = known;
        sandwich = new Sandwich(session, Stage.REST, known);
    }

    /** Waits until one request is admitted; what ends that early is noted in the session. */
    public void run() throws InterruptedException {
        session.enter(Stage.REST);
        try {
            for (int i = 0; i < WAITS; i++) {
                if (session.requestsLeft() < 1) {
                    throw new Stopped("no request is left to see whether the key is free again");
                }
                sandwich.rest();
                if (session.volley(1).get(0).admitted()) {
                    return;
                }
            }
            throw new Stopped("still refused after " + WAITS + " silences of " + Numbers.text(known.silence()) + " s");
        } catch (Stopped early) {
            session.stopped(Stage.REST, early.reason());
        }
    }

    /** What the journal says: one line, and no key. Sends nothing. */
    public static Section judge(Journal journal, Known known) {
        Section section = new Section();
        List<Entry> rested = journal.of(Stage.REST);
        if (!rested.isEmpty() && rested.get(rested.size() - 1).answer().admitted()) {
            return section.line("Free again", "yes: a request was admitted at the end");
        }
        List<Entry> all = journal.entries();
        if (all.isEmpty()) {
            return section;
        }
        Instant last = journal.wallClockAt(all.get(all.size() - 1).answer().doneNanos());
        Instant free = last.plusMillis((long) Math.ceil(1e3 * known.silence()));
        String reason = journal.stops().getOrDefault(Stage.REST, "");
        return section.line(
                "Free again",
                "by " + free.plusMillis(999).truncatedTo(ChronoUnit.SECONDS) + " at the latest"
                        + (reason.isEmpty() ? "" : ", not waited for: " + reason));
    }
}
