package dev.seaworthy.ratelimit.confirm;

import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Stopped;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a declared limit against what is admitted: a burst, single requests just before and just after the declared end, and a
 * second quota in two halves, which tells fixed windows from sliding ones. Two windows and 2 Q + 10 requests where all holds. Used
 * once; not thread-safe.
 *
 * <p>A burst that contradicts the declaration is repeated from rest before anybody is accused: the key may have been used, or a
 * window's edge may have fallen inside the burst.
 */
public final class Confirmation {
    /** Longer windows are not waited for: whether they refuse is tested, and no more. Seconds. */
    public static final double LONGEST = 60;

    /** Labels a burst from rest. */
    public static final String BURST = "burst";

    /** Labels a burst that is repeated from rest, and then counts instead of the first. */
    public static final String AGAIN = "burst again";

    static final String BEFORE = "C3";
    static final String AFTER = "C4";
    static final String RESTED = "silent cycle";
    static final String SILENT = "C4 in silence";
    static final String FIRST_HALF = "C5 first half";
    static final String SECOND_HALF = "C5 second half";
    static final String FULL = "C6";
    static final String DRAIN = "C7";
    static final String HALF_BACK = "half back";
    static final String ALL_BACK = "all back";

    private static final int MOST_PARALLEL = 16;
    private static final int RETAKES = 2;
    private static final double LONGEST_BURST = 20;
    private static final double SMALLEST_MARGIN = 0.02;

    private final Session session;
    private final Declaration declaration;
    private final Allowance allowance;
    private int parallel = 1;
    private double lead;

    /** A confirmation that has sent nothing. */
    public Confirmation(Session session, Declaration declaration) {
        this.session = session;
        this.declaration = declaration;
        this.allowance = declaration.allowance();
    }

    /**
     * Runs it to its end, or as far as the plan allows.
     *
     * @param first a request that was admitted from rest just now, labelled {@link #BURST}, with which the burst begins
     */
    public void run(Answer first) throws InterruptedException {
        try {
            drive(first);
        } catch (Stopped early) {
            session.stopped(Stage.CONFIRM, early.reason());
        }
        session.endRound();
    }

    /** How many requests have to be under way at once to exceed the limit over this distance; 1 to 16. */
    public int parallel() {
        return parallel;
    }

    /** How far from the declared end single requests keep, seconds. */
    static double margin(double window) {
        return Math.max(SMALLEST_MARGIN, window / 100);
    }

    private void drive(Answer first) throws Stopped, InterruptedException {
        List<Answer> burst = burst(BURST, List.of(first));
        if (contradicts(burst) && allowance.recovery() <= LONGEST) {
            session.rest(1.02 * allowance.recovery() + SMALLEST_MARGIN);
            burst = burst(AGAIN, List.of());
        }
        if (burst.stream().noneMatch(Answer::refused) || allowance.recovery() > LONGEST) {
            return;
        }
        if (allowance instanceof Allowance.Window window) {
            windows(window, burst);
        } else {
            refill((Allowance.Bucket) allowance);
        }
    }

    /** Requests until the first refusal, or until far too many were admitted. */
    private List<Answer> burst(String label, List<Answer> begun) throws Stopped, InterruptedException {
        session.step(label);
        List<Answer> answers = new ArrayList<>(begun);
        double begin = begun.isEmpty() ? session.now() : session.at(begun.get(0).sentNanos());
        double longest = 0;
        while (true) {
            List<Answer> volley = session.volley(parallel);
            answers.addAll(volley);
            double elapsed = session.now() - begin;
            long admitted = answers.stream().filter(Answer::admitted).count();
            if (volley.stream().anyMatch(Answer::refused)
                    || admitted > 2L * declaration.highest(elapsed)
                    || elapsed > LONGEST_BURST) {
                return answers;
            }
            for (Answer answer : volley) {
                longest = Math.max(longest, answer.latency());
            }
            // So that the quota is asked for within a fifth of its recovery, whatever the round trip.
            double needed = allowance.capacity() * longest / (0.2 * allowance.recovery());
            parallel = (int) Math.max(parallel, Math.min(MOST_PARALLEL, Math.ceil(needed)));
        }
    }

    private boolean contradicts(List<Answer> burst) {
        long admitted = burst.stream().filter(Answer::admitted).count();
        boolean refused = burst.stream().anyMatch(Answer::refused);
        double elapsed = session.at(burst.get(burst.size() - 1).doneNanos())
                - session.at(burst.get(0).sentNanos());
        boolean edgeInside = allowance instanceof Allowance.Window && admitted > declaration.highest(elapsed);
        return refused && (admitted < declaration.lowest() || edgeInside);
    }

    /** A busy machine may send after the end what belongs before it; that proves nothing, and is taken again. */
    private void windows(Allowance.Window window, List<Answer> burst) throws Stopped, InterruptedException {
        lead = margin(window.seconds());
        List<Answer> opening = burst;
        for (int taken = 0; !inTime(window, opening); taken++) {
            if (taken == RETAKES) {
                throw new Stopped("this machine sent too late to test the end of the window, " + (taken + 1)
                        + " times in a row: it is too busy");
            }
            session.endRound();
            session.rest(1.02 * window.seconds() + SMALLEST_MARGIN);
            opening = burst(AGAIN, List.of());
        }
    }

    /** Whether an admission came after the end of a window, however early the first request opened it. */
    static boolean late(Answer answer, Answer opening, double window) {
        return answer.admitted() && (answer.doneNanos() - opening.sentNanos()) / 1e9 >= window;
    }

    private boolean inTime(Allowance.Window window, List<Answer> burst) throws Stopped, InterruptedException {
        double margin = margin(window.seconds());
        double roundTrip = burst.stream().mapToDouble(Answer::latency).min().orElse(0);
        double opened = session.at(burst.get(0).sentNanos());
        double openedLatest = session.at(burst.get(0).doneNanos());
        double lastAdmitted = burst.stream()
                .filter(Answer::admitted)
                .mapToDouble(answer -> session.at(answer.doneNanos()))
                .max()
                .orElse(openedLatest);
        double before = opened + window.seconds() - lead - roundTrip;
        if (session.now() < before) {
            restUntil(before);
            Answer last = one(BEFORE);
            if (late(last, burst.get(0), window.seconds())) {
                double missed = session.at(last.doneNanos()) - opened - window.seconds();
                lead = Math.min(window.seconds() / 4, 2 * lead + missed);
                return false;
            }
        }
        restUntil(openedLatest + window.seconds() + margin);
        Answer back = one(AFTER);
        if (!back.admitted()) {
            back = inSilence(window, margin);
            lastAdmitted = session.now() - window.seconds();
        }
        if (back.admitted() && window.quota() > 1) {
            // In a sliding window the last of the burst must have aged out, too.
            restUntil(lastAdmitted + window.seconds() + margin);
            return halves(window, back, margin);
        }
        return true;
    }

    /** Some limiters count refused requests: a cycle with a single refusal, before anybody is accused of staying shut. */
    private Answer inSilence(Allowance.Window window, double margin) throws Stopped, InterruptedException {
        session.rest(window.seconds() + margin);
        List<Answer> cycle = burst(RESTED, List.of());
        if (cycle.stream().anyMatch(Answer::admitted)) {
            session.rest(window.seconds() + margin);
        }
        return one(SILENT);
    }

    /** The second quota in two halves, half a window apart; then what comes back when only the first half has aged out. */
    private boolean halves(Allowance.Window window, Answer back, double margin) throws Stopped, InterruptedException {
        int first = window.quota() / 2;
        some(FIRST_HALF, first - 1);
        double firstDone = session.now();
        restUntil(session.at(back.sentNanos()) + window.seconds() / 2);
        some(SECOND_HALF, window.quota() - first);
        if (late(one(FULL), back, window.seconds())) {
            return false;
        }
        restUntil(firstDone + window.seconds() + margin);
        session.step(DRAIN);
        for (int sent = 0; sent < window.quota() + 3; ) {
            List<Answer> volley = session.volley(Math.min(parallel, window.quota() + 3 - sent));
            sent += volley.size();
            if (volley.stream().anyMatch(Answer::refused)) {
                break;
            }
        }
        return true;
    }

    private void refill(Allowance.Bucket bucket) throws Stopped, InterruptedException {
        session.rest(bucket.recovery() / 2);
        burst(HALF_BACK, List.of());
        session.rest(1.02 * bucket.recovery() + SMALLEST_MARGIN);
        burst(ALL_BACK, List.of());
    }

    private Answer one(String label) throws Stopped, InterruptedException {
        session.step(label);
        return session.volley(1).get(0);
    }

    private void some(String label, int requests) throws Stopped, InterruptedException {
        session.step(label);
        for (int sent = 0; sent < requests; ) {
            sent += session.volley(Math.min(parallel, requests - sent)).size();
        }
    }

    private void restUntil(double instant) throws Stopped, InterruptedException {
        session.rest(instant - session.now());
    }
}
