package dev.seaworthy.ratelimit.scope;

import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Stopped;
import dev.seaworthy.ratelimit.session.Variation;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Finds out what a limit is keyed to, token or address, and whether another user has a quota of their own. Used once; not
 * thread-safe.
 */
public final class KeyTrial {
    /** The label of requests that show that a variation is admitted while nothing is exhausted. */
    static final String AT_REST = "at rest";

    /** The label of requests that count another user's quota. */
    static final String QUOTA = "quota";

    /** The own user from another address. */
    static final String ELSEWHERE = "T1@B";

    /** Another user from the own address. */
    static final String SOMEONE = "T2@A";

    /** Another user from another address. */
    static final String SOMEONE_ELSEWHERE = "T2@B";

    private static final int PER_VARIATION = 4;
    private static final int COUNTS = 2;

    private final Session session;
    private final Known known;
    private final Sandwich sandwich;
    private final List<Variation> matrix = new ArrayList<>();

    /** A trial of the limit that the usual request runs into. */
    public KeyTrial(Session session, Known known) {
        this.session = session;
        this.known = known;
        sandwich = new Sandwich(session, Stage.KEY, known);
        boolean someone = session.callers() > 1;
        boolean elsewhere = session.addresses() > 1;
        if (someone) {
            matrix.add(Variation.of(SOMEONE, 1, 0));
        }
        if (elsewhere) {
            matrix.add(Variation.of(ELSEWHERE, 0, 1));
        }
        if (someone && elsewhere) {
            matrix.add(Variation.of(SOMEONE_ELSEWHERE, 1, 1));
        }
    }

    /**
     * About how many requests it takes if no bucket is filled fast, for a plan.
     *
     * @param callers how many there are
     * @param addresses from how many addresses requests can be sent
     */
    public static int estimate(Known known, int callers, int addresses) {
        int variations = (callers > 1 ? 1 : 0) + (addresses > 1 ? 1 : 0) + (callers > 1 && addresses > 1 ? 1 : 0);
        int drain = known.whole() + 2 + known.parallel();
        boolean isolation = callers > 1;
        return variations * (1 + 2 * PER_VARIATION + drain) + (isolation ? 2 * drain + 4 : 0);
    }

    /** Sends what the trial needs; what ends it early is noted in the session. */
    public void run() throws InterruptedException {
        session.enter(Stage.KEY);
        try {
            atRest();
            for (Variation variation : matrix) {
                sandwich(variation);
            }
            if (KeyReading.of(session.journal(Map.of()), known).tellsUsersApart()) {
                isolation();
            }
        } catch (Stopped early) {
            session.stopped(Stage.KEY, early.reason());
        }
    }

    /**
     * What the journal says: the keys {@code key} and {@code isolation}, and their lines. Sends nothing.
     *
     * @param perUser whether the limit is declared to hold for each user, so that it is a finding if it does not
     */
    public static Section judge(Journal journal, Known known, boolean perUser) {
        return new KeySection(KeyReading.of(journal, known), known, perUser).section();
    }

    /** A variation that is refused although nothing is exhausted proves nothing by being refused later. */
    private void atRest() throws Stopped, InterruptedException {
        for (Variation variation : matrix) {
            if (sandwich.entries().isEmpty() || known.whole() < PER_VARIATION) {
                sandwich.rest();
            }
            session.step(AT_REST);
            session.send(variation);
            sandwich.spent(1);
        }
    }

    private void sandwich(Variation variation) throws Stopped, InterruptedException {
        Signature look = KeyReading.look(sandwich.entries(), variation.name());
        if (look == null) {
            return;
        }
        if (sandwich.given() + PER_VARIATION > known.whole()) {
            sandwich.rest();
        }
        sandwich.serve(variation.name(), () -> variation, answer -> look.fits(answer, true), false);
    }

    private void isolation() throws Stopped, InterruptedException {
        boolean untouched = session.callers() > 2;
        Variation other = untouched ? Variation.of("T3@A", 2, 0) : matrix.get(0);
        for (int i = 0; i < COUNTS; i++) {
            if (i > 0 || !untouched) {
                sandwich.rest();
            }
            sandwich.drain();
            session.step(QUOTA);
            count(other);
            boolean held = session.send(Variation.CONTROL).refused();
            if (held || known.rate() > 0) {
                return;
            }
        }
    }

    private void count(Variation other) throws Stopped, InterruptedException {
        int most = known.whole() + 3 + (int) known.rate();
        int refused = 0;
        for (int sent = 0; sent < most && refused < 2; ) {
            int size = Math.min(sandwich.parallel(), most - sent);
            List<Answer> answers = session.volley(Collections.nCopies(size, other));
            sent += size;
            refused += (int) answers.stream().filter(Answer::refused).count();
        }
    }
}
