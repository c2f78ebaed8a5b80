package dev.seaworthy.ratelimit.scope;

import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Stopped;
import dev.seaworthy.ratelimit.session.Variation;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Asks for more than the quota with requests that arrive together, each time from rest: a limiter that looks first and
 * counts afterwards admits too many. Used once; not thread-safe.
 */
public final class LeakTrial {
    private static final int BEYOND = 5;
    private static final int MOST = 200;
    private static final int MANY = 100;
    private static final int TRIES = 5;
    private static final int TRIES_WITH_MANY = 3;

    private final Session session;
    private final Known known;
    private final boolean usersApart;
    private final Sandwich sandwich;

    /**
     * A trial of the limit that the usual request runs into.
     *
     * @param usersApart whether other users are known to have quotas of their own of the same size; they stand in where a
     *     rest would take too long
     */
    public LeakTrial(Session session, Known known, boolean usersApart) {
        this.session = session;
        this.known = known;
        this.usersApart = usersApart;
        sandwich = new Sandwich(session, Stage.LEAK, known);
    }

    /** How many requests it takes, for a plan. */
    public static int estimate(Known known) {
        int size = size(known);
        return size * (size > MANY ? TRIES_WITH_MANY : TRIES);
    }

    private static int size(Known known) {
        return Math.min(2 * known.whole() + BEYOND, MOST);
    }

    /** Sends the volleys; what ends them early is noted in the session. */
    public void run() throws InterruptedException {
        session.enter(Stage.LEAK);
        int wanted = size(known);
        int least = known.whole() + BEYOND;
        int tries = wanted > MANY ? TRIES_WITH_MANY : TRIES;
        try {
            if (wanted < least) {
                throw new Stopped(
                        "a volley of " + MOST + ", the most there is, does not exceed the quota of " + known.whole());
            }
            for (int i = 0; i < tries; i++) {
                Variation caller = fresh();
                int size = Math.min(wanted, session.requestsLeft());
                if (size < least) {
                    throw new Stopped("the budget of " + session.plan().requests() + " requests leaves "
                            + session.requestsLeft() + ", and a volley takes at least " + least);
                }
                session.step("volley " + (i + 1));
                session.salvo(Collections.nCopies(size, caller));
            }
        } catch (Stopped early) {
            session.stopped(Stage.LEAK, early.reason());
        }
    }

    /** What the journal says: the key {@code leak}, and its line. Sends nothing. */
    public static Section judge(Journal journal, Known known) {
        return new LeakSection(journal, known).section();
    }

    /** A caller whose key is at rest: the own one after a rest, or one that was not used in this session. */
    private Variation fresh() throws Stopped, InterruptedException {
        if (usersApart && known.silence() > session.secondsLeft()) {
            List<String> used = session.journal(Map.of()).entries().stream()
                    .map(entry -> entry.variation())
                    .distinct()
                    .toList();
            for (int caller = 1; caller < session.callers(); caller++) {
                String prefix = "T" + (caller + 1) + "@";
                if (used.stream().noneMatch(name -> name.startsWith(prefix))) {
                    return Variation.of(prefix + "A", caller, 0);
                }
            }
        }
        sandwich.rest();
        return Variation.CONTROL;
    }
}
