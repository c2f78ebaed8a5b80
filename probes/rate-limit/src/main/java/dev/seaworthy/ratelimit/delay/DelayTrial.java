package dev.seaworthy.ratelimit.delay;

import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Stopped;
import dev.seaworthy.ratelimit.session.Variation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells queues, cycle waits, growing delays and concurrency caps apart: requests one by one, and then volleys whose last
 * bytes leave together. At most twice as many at once as the plan allows elsewhere, 32 by the usual plan. Used once; not
 * thread-safe.
 */
public final class DelayTrial {
    static final String ONE_BY_ONE = "one by one";
    static final String VOLLEY = "volley";
    static final String AT_ONCE = "at once";
    static final String AFTER = "one by one again";

    /** How often a volley is repeated before a number counts as constant. */
    static final int TIMES = 3;

    private static final int FEW = 14;
    private static final int MANY = 48;
    private static final int AGAIN = 10;
    private static final double LONGEST_RUN = 30;

    /** Lets the target notice that an answer has left. */
    private static final double BREATH = 0.02;

    /** At least so long between a volley that waited and the next. */
    private static final double SHORTEST_REST = 0.3;

    private static final double LONGEST_REST = 15;
    private static final int SHORTEST_LINE = 8;

    /** Of the admitted, so many above the threshold are more than chance. */
    private static final double SUSPICIOUS = 0.02;

    private static final int SUSPICIOUS_COUNT = 2;

    private final Session session;

    /** A trial in a session that may have sent something already; what it learnt is used. */
    public DelayTrial(Session session) {
        this.session = session;
    }

    /**
     * Whether the usual request, while it was let through, became so slow that a delay must be suspected: at least two
     * answers, and 2 % of them, took far longer than the shortest: 30 ms, and up to four times as long where latency is
     * unsteady. Takes what was sent to confirm and to identify.
     */
    public static boolean suspects(Journal journal) {
        return suspects(sent(journal));
    }

    /** The same for answers in the order of sending. */
    public static boolean suspects(List<Answer> answers) {
        double[] latencies = Series.admitted(answers);
        int slow = Series.above(latencies, Base.of(answers).threshold());
        return slow >= Math.max(SUSPICIOUS_COUNT, SUSPICIOUS * latencies.length);
    }

    /** Whether something was sent to confirm or to identify and none of it was refused, so that volleys must tell. */
    public static boolean neverRefused(Journal journal) {
        List<Answer> sent = sent(journal);
        return !sent.isEmpty() && sent.stream().noneMatch(Answer::refused);
    }

    /** What a journal says of delays, or nothing where this was not tried. Pure. */
    public static Optional<Pacing> judge(Journal journal) {
        return DelayJudge.judge(journal);
    }

    private static List<Answer> sent(Journal journal) {
        return journal.entries().stream()
                .filter(entry -> entry.stage() == Stage.CONFIRM || entry.stage() == Stage.EXPERIMENT)
                .filter(Base::telling)
                .map(Entry::answer)
                .toList();
    }

    /** Sends what is needed to judge. Whatever stops it, what was sent until then can be judged. */
    public void run() throws InterruptedException {
        session.enter(Stage.DELAY);
        try {
            trial();
        } catch (Stopped early) {
            session.stopped(Stage.DELAY, early.reason());
        }
        session.endRound();
    }

    private void trial() throws Stopped, InterruptedException {
        boolean suspected = suspects(journal());
        if (suspected) {
            double rest = new OneByOne(sent(journal()), base()).restAfter();
            session.rest(Math.max(SHORTEST_REST, Math.min(LONGEST_REST, rest)));
        }
        List<Answer> run = oneByOne(suspected);
        OneByOne seen = new OneByOne(run, base());
        boolean refused = run.stream().anyMatch(Answer::refused);
        if (seen.progressive().isPresent() || (refused && seen.slow() == 0)) {
            return;
        }
        if (seen.slow() >= SUSPICIOUS_COUNT && line(seen.restAfter())) {
            return;
        }
        Optional<Volley> waited = refused ? Optional.empty() : atOnce();
        if (waited.isPresent()) {
            line(waited.get().restAfter(base()));
        }
    }

    private List<Answer> oneByOne(boolean suspected) throws Stopped, InterruptedException {
        session.step(ONE_BY_ONE);
        double begun = session.now();
        List<Answer> run = new ArrayList<>();
        while (run.size() < MANY && session.now() - begun < LONGEST_RUN) {
            run.add(session.volley(1).get(0));
            OneByOne seen = new OneByOne(run, base());
            boolean quiet = seen.slow() == 0 && !suspected;
            if (run.get(run.size() - 1).refused() || (run.size() >= FEW && (quiet || seen.settled()))) {
                break;
            }
        }
        return run;
    }

    /** Volleys of 8, 16, 32 until one is refused in part; whether they waited. */
    private boolean line(double restBefore) throws Stopped, InterruptedException {
        boolean waited = false;
        double rest = restBefore;
        for (int size = Math.min(SHORTEST_LINE, most()); size <= most(); size *= 2) {
            session.rest(Math.max(SHORTEST_REST, Math.min(LONGEST_REST, rest)));
            Volley volley = salvo(VOLLEY, size);
            waited |= volley.delayed(base());
            if (volley.refused() > 0) {
                break;
            }
            // A volley that found room tells nothing of how soon there is room again.
            rest = Math.max(volley.slow(base()) == 0 ? rest : 0, volley.restAfter(base()));
        }
        return waited;
    }

    /** Volleys of 2, 4, 8, 16, three times each, and once more beyond the first that is refused; the first that waited. */
    private Optional<Volley> atOnce() throws Stopped, InterruptedException {
        int beyond = 0;
        for (int size = 2; size <= most() && beyond < 2; size *= 2) {
            List<Volley> same = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                session.rest(BREATH);
                Volley volley = salvo(AT_ONCE, size);
                if (volley.hintsAtDelay(base())) {
                    return Optional.of(volley);
                }
                same.add(volley);
            }
            boolean bounded = same.stream().anyMatch(volley -> volley.refused() > 0);
            boolean constant =
                    same.stream().mapToInt(Volley::admitted).distinct().count() == 1;
            if (bounded && !constant) {
                return Optional.empty();
            }
            beyond += bounded ? 1 : 0;
            if (beyond == 1) {
                again();
            }
            if (!bounded && size >= session.plan().parallel()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** A bucket that is empty refuses these; a cap on what is under way does not. */
    private void again() throws Stopped, InterruptedException {
        session.rest(BREATH);
        session.step(AFTER);
        boolean refused = false;
        for (int i = 0; i < AGAIN && !refused; i++) {
            refused = session.volley(1).get(0).refused();
        }
    }

    private Volley salvo(String label, int size) throws Stopped, InterruptedException {
        session.step(label);
        return new Volley(session.salvo(Collections.nCopies(size, Variation.CONTROL)));
    }

    private int most() {
        return 2 * session.plan().parallel();
    }

    private Base base() {
        return Base.of(journal());
    }

    private Journal journal() {
        return session.journal(Map.of());
    }
}
