package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Both;
import dev.seaworthy.ratelimit.model.Either;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Step;
import dev.seaworthy.ratelimit.session.Stopped;
import dev.seaworthy.ratelimit.session.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a limiter: a burst, its recovery, experiments that the candidates disagree on, and predictions that are
 * counted. Bounded by its plan in requests and in time. Used once; not thread-safe.
 */
public final class Inquiry {
    /** Labels the last burst of a validation; without it the validation was cut short. */
    static final String DRAIN = "drain";

    /** Labels a burst of a validation that begins rested, if that is not the last one. */
    static final String RESTED = "rested";

    private static final int REFUSALS = 3;

    /** After so many requests of the first burst, the journal is looked at. */
    private static final int LOOKED_AT = 14;

    private static final int ROUNDS = 10;
    private static final int ROUNDS_AGAIN = 4;
    private static final int ATTEMPTS = 6;
    private static final int VALIDATIONS = 3;
    private static final double GROWTH = 1.6;
    private static final double SETTLED = 0.97;
    private static final double SHUT_OUT = 0.8;
    private static final double LITTLE_ENTROPY = 0.21;
    private static final double PATIENCE = 0.6;
    private static final double LONGEST_PATIENCE = 20;

    /** How many capacities are asked for in a row, to find a second limit, and for how many seconds at most. */
    private static final double PLATEAU = 4.2;

    private static final double PLATEAU_AGAIN = 2.2;

    private static final double LONGEST_PLATEAU = 25;

    private static final double PLATEAU_SHARE = 0.4;

    /** Requests a second that a burst should reach at any distance. */
    private static final double BURST_RATE = 200;

    private final Plan plan;
    private final Session session;
    private final Predicate<Journal> delayed;
    private final boolean capsTold;
    private final SplittableRandom random;
    private @Nullable Inference drawn;
    private int parallel = 1;
    private int least = 1;
    private double patience = PATIENCE;
    private boolean tiersSought;
    private boolean onlyAtOnce;

    /** One inquiry of what stands behind {@code transport}. */
    public Inquiry(Transport transport, Plan plan) {
        this(new Session(transport, plan));
    }

    /** One inquiry in a session that may have sent something already. */
    public Inquiry(Session session) {
        this(session, journal -> false, false);
    }

    /**
     * An inquiry in a session that may have sent something already; its outcomes are evidence like all others.
     *
     * @param delayed whether a journal shows that the target delays; then the first burst ends, for one after the other would
     *     never be refused. It also ends where only many at once are refused, as {@link #onlyAtOnce} tells
     */
    public Inquiry(Session session, Predicate<Journal> delayed) {
        this(session, delayed, true);
    }

    private Inquiry(Session session, Predicate<Journal> delayed, boolean capsTold) {
        this.delayed = delayed;
        this.capsTold = capsTold;
        this.plan = session.plan();
        this.session = session;
        random = new SplittableRandom(plan.seed());
    }

    /** Runs it to its end. Whatever stops it, what is known so far is returned. */
    public Identification run() throws InterruptedException {
        session.enter(Stage.EXPERIMENT);
        List<List<Entry>> before =
                Identification.rounds(session.journal(Map.of()).entries());
        if (!before.isEmpty()) {
            before.forEach(inference()::absorb);
        }
        try {
            if (burst()) {
                recover();
                for (int i = 0; i < ATTEMPTS && !satisfied(); i++) {
                    experiment(i == 0 ? ROUNDS : ROUNDS_AGAIN);
                    if (!satisfied() && !inference().lacksOnlyPrecision()) {
                        validate();
                    }
                }
            }
        } catch (Stopped early) {
            session.stopped(Stage.EXPERIMENT, early.reason());
            // A validation that was cut short is none: its outcomes are fitted like all others.
            absorb();
        }
        return new Identification(session.journal(Map.of()), inference());
    }

    private boolean satisfied() {
        return inference().accepted()
                && (inference().confidence() == Confidence.HIGH || inference().validations() >= VALIDATIONS);
    }

    /** Bursts with at least so many requests under way at once, 1 or more. */
    public Inquiry atOnce(int requests) {
        least = Math.min(plan.parallel(), requests);
        return this;
    }

    /** Whether many at once were refused while one after the other was served; then the inquiry has ended. */
    public boolean onlyAtOnce() {
        return onlyAtOnce;
    }

    /** How many requests are under way at once in a burst. */
    public int parallel() {
        return parallel;
    }

    private void absorb() {
        List<Entry> round = session.endRound();
        if (!round.isEmpty()) {
            inference().absorb(round);
        }
    }

    /** Made when the first request has told where time begins. */
    private Inference inference() {
        Inference known = drawn;
        if (known == null) {
            known = new Inference(plan.seed(), session.begun(), session.origin());
            drawn = known;
        }
        return known;
    }

    /** Sends until it is refused, with more at once where it is not; whether it was refused at all. */
    private boolean burst() throws Stopped, InterruptedException {
        Answer first = session.volley(1).get(0);
        for (double wait = 1; first.refused(); wait *= 2) {
            if (wait > 32) {
                throw new Stopped("every request was refused from the first on: the key was used up before, or"
                        + " this caller is not let in at all");
            }
            session.rest(wait);
            first = session.volley(1).get(0);
        }
        double roundTrip = (first.doneNanos() - first.sentNanos()) / 1e9;
        parallel = (int) Math.max(least, Math.min(plan.parallel(), Math.ceil(roundTrip * BURST_RATE)));
        List<Answer.Outcome> recent = new ArrayList<>();
        for (int sent = 0; sent < plan.burst() && !exhausted(recent); ) {
            List<Answer> answers = session.volley(Math.min(parallel, plan.burst() - sent));
            sent += answers.size();
            answers.forEach(answer -> recent.add(answer.outcome()));
            if (sent % LOOKED_AT < answers.size() && delayed.test(session.journal(Map.of()))) {
                absorb();
                return false;
            }
        }
        absorb();
        while (!inference().sawRefusal() && parallel < plan.parallel()) {
            parallel = Math.min(plan.parallel(), 2 * parallel);
            session.run(new Step(0, plan.burst() / 4, 3, parallel));
            absorb();
        }
        if (capsTold && inference().sawRefusal() && parallel > 1 && servesOneByOne()) {
            onlyAtOnce = true;
            return false;
        }
        return inference().sawRefusal();
    }

    /** A cap on what is under way refuses many at once, and none of those that come one after the other. */
    private boolean servesOneByOne() throws Stopped, InterruptedException {
        boolean served = true;
        for (int i = 0; i < REFUSALS && served; i++) {
            served = session.volley(1).get(0).admitted();
        }
        absorb();
        return served;
    }

    private static boolean exhausted(List<Answer.Outcome> outcomes) {
        int size = outcomes.size();
        return size >= REFUSALS
                && outcomes.subList(size - REFUSALS, size).stream()
                        .allMatch(outcome -> outcome == Answer.Outcome.REFUSED);
    }

    /** Single requests at growing distances until one is admitted, and a second burst. */
    private void recover() throws Stopped, InterruptedException {
        double gap = Math.max(0.02, 3 * inference().belief().seen().base);
        while (session.run(new Step(gap, 1, 1, 1)) == 0) {
            gap *= GROWTH;
        }
        session.run(new Step(0, plan.burst(), 2, parallel));
        absorb();
    }

    private void experiment(int most) throws Stopped, InterruptedException {
        int disappointed = 0;
        for (int i = 0; i < most && disappointed < 2; i++) {
            spareOthers();
            if (inference().tiers() && !tiersSought) {
                tiersSought = true;
                seekTiers();
                continue;
            }
            Design design = design();
            double entropy = design.entropy();
            if (inference().belief().confidence() > SETTLED && entropy < LITTLE_ENTROPY) {
                return;
            }
            // What a validation takes is kept back.
            int reserve =
                    inference().lacksOnlyPrecision() ? 0 : (int) Math.min(plan.requests() / 3.0, 30 + 3 * capacity());
            Design.Choice choice =
                    design.choose(new Design.Bounds(secondsToSpend(), session.requestsLeft() - reserve, patience));
            if (choice == null) {
                return;
            }
            for (Step step : choice.experiment().steps()) {
                session.run(step);
            }
            absorb();
            boolean disappointing = entropy - design().entropy() < 0.3 * choice.gain();
            disappointed = disappointing ? disappointed + 1 : 0;
            patience = disappointing ? Math.min(LONGEST_PATIENCE, 2 * patience) : PATIENCE;
        }
    }

    private void spareOthers() throws Stopped {
        Belief belief = inference().belief();
        if (!plan.ownKey() && belief.top().kind().countsRefused() && belief.confidence() > SHUT_OUT) {
            throw new Stopped("refused requests prolong the refusal ("
                    + belief.top().kind().label() + "), and others use this key");
        }
    }

    private Design design() {
        boolean finely = inference().lacksOnlyPrecision();
        return new Design(
                inference().belief(),
                session.now(),
                parallel,
                finely ? inference().ranges().extremes() : List.of(),
                random.split());
    }

    private double secondsToSpend() {
        double recovery = inference().belief().best().limiter().recovery();
        return session.secondsLeft() - Math.min(0.6 * session.secondsLeft(), 5 * recovery);
    }

    private double capacity() {
        return inference().belief().best().limiter().capacity();
    }

    /** Stays at the limit for long, so that a slower limit behind it shows. */
    private void seekTiers() throws Stopped, InterruptedException {
        double pace = inference().belief().best().limiter().pace();
        double gap = Math.max(0.15, Math.min(2, pace));
        int affordable = Math.max(20, session.requestsLeft() / 4);
        session.rest(8);
        session.run(new Step(0, affordable, 2, parallel));
        for (double spent = 0; spent < 10; spent += gap) {
            session.run(new Step(gap, 20, 2, 1));
        }
        session.run(new Step(4, affordable, 2, parallel));
        absorb();
    }

    /** Bursts and silences of random length: what is predicted of them was not chosen to be predictable. */
    private void validate() throws Stopped, InterruptedException {
        Limiter model = inference().belief().best().limiter();
        session.enter(Stage.VALIDATION);
        session.rest(model.recovery() * between(1.05, 1.25));
        if (model.kind().bucket() || model.kind().composite()) {
            session.step(RESTED);
            session.run(new Step(0, (int) model.capacity() + 3, 2, parallel));
            session.step("");
            stayAtTheLimit(model);
        } else {
            burstsAndSilences(model);
        }
        absorb();
        session.enter(Stage.EXPERIMENT);
    }

    private void burstsAndSilences(Limiter model) throws Stopped, InterruptedException {
        double scale = model.recovery();
        double quota = model.capacity();
        double[][] bursts = quota > 30
                ? new double[][] {{0.2, 0.4}, {1.2, 1.2}, {0.1, 0.3}, {1.2, 1.2}}
                : new double[][] {{0.2, 0.4}, {0.3, 0.6}, {1.2, 1.2}, {0.1, 0.4}, {1.2, 1.2}};
        for (double[] burst : bursts) {
            int requests = (int) Math.max(1, Math.round(quota * between(burst[0], burst[1])));
            session.run(new Step(0, requests, 3, parallel));
            session.rest(scale * between(0.12, 0.45));
        }
        double rest = scale * between(1.05, 1.15);
        session.step(DRAIN);
        session.run(new Step(rest, (int) quota + 3, 3, parallel));
    }

    /** A slower limit behind a fast one shows only where the fast one is kept empty for long, from rest on. */
    private void stayAtTheLimit(Limiter model) throws Stopped, InterruptedException {
        double capacity = model.capacity();
        double wanted = model instanceof Both both
                ? 1.3 * both.slow().capacity()
                : Math.min(plateau() * capacity, session.requestsLeft() / 2.0);
        double longest =
                Math.max(LONGEST_PLATEAU, Math.min(PLATEAU * model.recovery(), session.secondsLeft() * PLATEAU_SHARE));
        double begun = session.now();
        double admitted = capacity;
        boolean last = false;
        while (!last) {
            double seconds = session.now() - begun;
            boolean spareSeen = !(model instanceof Either) || seconds > 1.2 * model.recovery();
            last = seconds > longest || (admitted > wanted - capacity / 2 && spareSeen);
            session.step(last ? DRAIN : "");
            double share = silence(model);
            int together = (int) Math.max(1, Math.min(parallel, Math.ceil(share * capacity / 2)));
            admitted += session.run(new Step(share * model.fastest(), (int) capacity + 3, 1, together));
        }
    }

    /** A slower limit would have shown the first time, whatever was believed then. */
    private double plateau() {
        return inference().validations() > 0 ? PLATEAU_AGAIN : PLATEAU;
    }

    /** As a share of the recovery. Nearly all of it at once puts most into any one window of a slower limit. */
    private double silence(Limiter model) {
        if (model instanceof Either) {
            return between(0.15, 1.2);
        }
        if (model.kind() == LimiterClass.TBL && random.nextBoolean()) {
            // What tells its ticks from windows is how much comes back after one or two of them.
            return between(0.3, 1.7) * model.pace() / model.fastest();
        }
        return switch (random.nextInt(4)) {
            case 0 -> between(0.15, 0.4);
            case 1 -> between(0.5, 0.8);
            default -> between(0.85, 1.02);
        };
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }
}
