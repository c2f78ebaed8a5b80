package dev.seaworthy.ratelimit.scope;

import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Step;
import dev.seaworthy.ratelimit.session.Stopped;
import dev.seaworthy.ratelimit.session.Variation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Sends varied requests between usual ones that are refused. Where a bucket fills too fast for one request after another,
 * they go together, the varied one at a random place. Not thread-safe.
 */
final class Sandwich {
    /** What label the requests have that exhaust the key. */
    static final String DRAIN = "drain";

    /** Up to this chance of a fresh token in two round trips, one request after another is cheaper. */
    private static final double SLOW_ENOUGH = 0.3;

    private static final int TRIES = 24;
    private static final int TRIES_TOGETHER = 10;
    private static final int LEAST_TOGETHER = 8;
    private static final int FEW_TOGETHER = 4;
    private static final int LAST_ANSWERS = 20;

    private final Session session;
    private final Stage stage;
    private final Known known;
    private final SplittableRandom random;
    private int given;

    Sandwich(Session session, Stage stage, Known known) {
        this.session = session;
        this.stage = stage;
        this.known = known;
        random = new SplittableRandom(session.plan().seed() + stage.ordinal());
    }

    /** The entries of the stage so far. */
    List<Entry> entries() {
        return session.journal(Map.of()).of(stage);
    }

    /** Silence until the key is rested, counted from the last request. */
    void rest() throws Stopped, InterruptedException {
        List<Entry> all = session.journal(Map.of()).entries();
        if (!all.isEmpty()) {
            Answer last = all.get(all.size() - 1).answer();
            session.rest(known.silence() - (session.now() - session.at(last.doneNanos())));
        }
        given = 0;
    }

    /** How often what may be another quota has been asked since the last rest. */
    int given() {
        return given;
    }

    /** Notes that a quota that may be another one has been asked so often. */
    void spent(int requests) {
        given += requests;
    }

    /** From now on another quota may be at stake. */
    void another() {
        given = 0;
    }

    /** How many at once exhaust a key quickly, as far as the plan allows. */
    int parallel() {
        return Math.min(known.parallel(), session.plan().parallel());
    }

    /** Exhausts the own key. */
    void drain() throws Stopped, InterruptedException {
        session.step(DRAIN);
        int parallel = parallel();
        int most = (int) (2 * known.capacity() + 10 * parallel) + 20;
        int before = session.requestsLeft();
        session.run(new Step(0, most, 2, parallel));
        if (!exhausted() && before - session.requestsLeft() >= most) {
            throw new Stopped("the limit no longer refuses after " + most + " requests");
        }
    }

    /**
     * Sends sandwiches until it is known on which quota the variation counts, or, with {@code screening}, until one was
     * admitted in one.
     *
     * @param name of all that {@code varied} gives
     */
    Reading serve(String name, Supplier<Variation> varied, Reading.Look look, boolean screening)
            throws Stopped, InterruptedException {
        boolean together =
                known.chance(2 * roundTrip()) > SLOW_ENOUGH && session.plan().parallel() >= FEW_TOGETHER;
        Reading reading = Reading.of(entries(), name, known, look);
        int tries = together ? TRIES_TOGETHER : TRIES;
        for (int i = 0; i < tries && reading.bucket() == null && !(screening && reading.admitted() > 0); i++) {
            if (given >= known.whole()) {
                // Its own quota, if it has one, may be used up by now.
                rest();
            }
            if (!exhausted()) {
                drain();
            }
            session.step(name);
            if (together) {
                together(varied.get());
            } else {
                alone(varied.get());
            }
            reading = Reading.of(entries(), name, known, look);
        }
        return reading;
    }

    private void alone(Variation varied) throws Stopped, InterruptedException {
        List<Entry> before = entries();
        Entry last = before.get(before.size() - 1);
        boolean refused = last.isControl() && last.answer().refused();
        if (!refused && !session.send(Variation.CONTROL).refused()) {
            return;
        }
        given++;
        session.send(varied);
        session.send(Variation.CONTROL);
    }

    private void together(Variation varied) throws Stopped, InterruptedException {
        int expected = (int) Math.ceil(6 * known.rate() * roundTrip()) + LEAST_TOGETHER;
        int size = Math.min(expected, session.plan().parallel());
        List<Variation> requests = new ArrayList<>(Collections.nCopies(size - 1, Variation.CONTROL));
        requests.add(random.nextInt(size), varied);
        given++;
        session.volley(requests);
    }

    /** Whether the usual request was mostly refused just now, in this stage. */
    private boolean exhausted() {
        List<Entry> all = entries();
        if (all.isEmpty()) {
            return false;
        }
        Entry last = all.get(all.size() - 1);
        List<Entry> together =
                all.stream().filter(entry -> entry.volley() == last.volley()).toList();
        long refused = together.stream()
                .filter(entry -> entry.isControl() && entry.answer().refused())
                .count();
        boolean now = session.now() - session.at(last.answer().doneNanos()) < 0.5 * known.recovery();
        return now && 2 * refused >= together.size();
    }

    /** The median of the last answers, seconds. */
    private double roundTrip() {
        List<Entry> all = session.journal(Map.of()).entries();
        double[] latest = all.subList(Math.max(0, all.size() - LAST_ANSWERS), all.size()).stream()
                .mapToDouble(entry -> entry.answer().latency())
                .sorted()
                .toArray();
        return latest.length == 0 ? 0 : latest[latest.length / 2];
    }
}
