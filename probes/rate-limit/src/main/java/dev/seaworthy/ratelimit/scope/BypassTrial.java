package dev.seaworthy.ratelimit.scope;

import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Stopped;
import dev.seaworthy.ratelimit.session.Variation;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tries to get around a limit by writing the same request differently. Each spelling is screened once while the key is
 * exhausted; what is admitted is tried again, and then sent more often than any quota allows. Used once; not thread-safe.
 */
public final class BypassTrial {
    /** A rotation that has not come to an end by so many quotas will not. */
    private static final int QUOTAS = 4;

    private final Session session;
    private final Known known;
    private final Usual usual;
    private final Sandwich sandwich;
    private final Map<String, Integer> used = new HashMap<>();

    /** A trial of the limit that this request runs into, which is the usual one of the session. */
    public BypassTrial(Session session, Known known, Usual usual) {
        this.session = session;
        this.known = known;
        this.usual = usual;
        sandwich = new Sandwich(session, Stage.BYPASS, known);
    }

    /** About how many requests it takes if nothing gets around the limit and no bucket is filled fast, for a plan. */
    public static int estimate(Known known, Usual usual) {
        return 2 * (known.whole() + 2) + 3 * Spellings.of(usual).size();
    }

    /** Sends what the trial needs; what ends it early is noted in the session. */
    public void run() throws InterruptedException {
        session.enter(Stage.BYPASS);
        try {
            if (Signature.of(controls()) == null) {
                // What an admitted request looks like must be known before another is compared with it.
                sandwich.rest();
            }
            sandwich.drain();
            for (Spellings.Spelling spelling : Spellings.of(usual)) {
                attempt(spelling);
            }
        } catch (Stopped early) {
            session.stopped(Stage.BYPASS, early.reason());
        }
    }

    /** What the journal says: the key {@code bypass}, and its lines. Sends nothing. */
    public static Section judge(Journal journal, Known known, Usual usual) {
        return new BypassSection(journal, known, usual).section();
    }

    private List<Entry> controls() {
        return BypassSection.controls(session.journal(Map.of()));
    }

    private void attempt(Spellings.Spelling spelling) throws Stopped, InterruptedException {
        Signature baseline = Signature.of(controls());
        if (baseline == null) {
            throw new Stopped("the usual request was never admitted, so that nothing can be compared with it");
        }
        Reading.Look look = answer -> baseline.fits(answer, spelling.withBody());
        sandwich.another();
        Reading screened = sandwich.serve(spelling.name(), () -> next(spelling), look, true);
        Reading sure = screened.bucket() == null
                ? sandwich.serve(spelling.name(), () -> next(spelling), look, false)
                : screened;
        if (sure.bucket() == Bucket.OTHER) {
            rotate(spelling, look);
        }
    }

    private void rotate(Spellings.Spelling spelling, Reading.Look look) throws Stopped, InterruptedException {
        session.step(Rotation.label(spelling.name()));
        Rotation soFar = null;
        int most = QUOTAS * known.whole() + 40;
        while (soFar == null || soFar.verdict(known) == null && soFar.sent() < most) {
            int parallel = (int) Math.min(session.plan().parallel(), left(spelling));
            if (parallel < 1) {
                return;
            }
            // A bucket that is asked for little at a time has been refilled before it can tell.
            int least = known.rate() > 0 ? parallel : 1;
            int size = Math.min(Math.max(Rotation.missing(soFar, known), least), parallel);
            List<Variation> requests = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                requests.add(next(spelling));
            }
            session.volley(requests);
            soFar = Rotation.of(sandwich.entries(), spelling.name(), look);
        }
    }

    /** Where each value has a quota of its own, so many requests are within them; one value is to go beyond its quota. */
    private long left(Spellings.Spelling spelling) {
        return spelling.values() == 1
                ? Integer.MAX_VALUE
                : (long) spelling.values() * known.whole() - used.getOrDefault(spelling.name(), 0);
    }

    /** A value that was not used yet, as long as there are any. */
    private Variation next(Spellings.Spelling spelling) {
        return spelling.at(used.merge(spelling.name(), 1, Integer::sum) - 1);
    }
}
