package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes in the order in which the limiter decided them, as primitive arrays: every candidate is replayed over them.
 * Times are seconds after the first request. Not changed once made.
 */
final class Observations {
    /** Limiters count in whole milliseconds, and their timers are late by a few. */
    private static final double GRANULARITY = 0.003;

    private static final double LONGEST_DOUBT = 1;

    /** So many times the usual doubt is a stall: a cold start, or a machine that had something else to do. */
    private static final double STALLED = 3;

    /** After so many seconds without a request, a window may have begun with the next. */
    private static final double SILENCE = 0.2;

    final int size;
    final double[] t;
    final double[] e;
    final boolean[] admitted;
    final int[] round;

    /** Whether it belongs to the burst of a validation that began rested. */
    final boolean[] rested;

    final double base;

    private Observations(List<Decided> decided, double base) {
        size = decided.size();
        t = new double[size];
        e = new double[size];
        admitted = new boolean[size];
        round = new int[size];
        rested = new boolean[size];
        this.base = base;
        for (int i = 0; i < size; i++) {
            Decided one = decided.get(i);
            t[i] = one.t;
            e[i] = one.e;
            admitted[i] = one.admitted;
            round[i] = one.round;
            rested[i] = one.rested;
        }
    }

    /**
     * Reads a log. What the target answered otherwise than by admitting or refusing says nothing about the limiter.
     *
     * @param origin the instant from which all times count
     */
    static Observations of(List<Entry> log, long origin) {
        List<Entry> told = log.stream()
                .filter(entry -> entry.answer().admitted() || entry.answer().refused())
                .toList();
        if (told.isEmpty()) {
            return new Observations(List.of(), 0);
        }
        List<Entry> answered = told.stream()
                .filter(entry -> entry.answer().sign() != Answer.Sign.SILENCE)
                .toList();
        double base = answered.stream()
                .mapToDouble(entry -> entry.answer().latency())
                .min()
                .orElse(0);
        double work = Math.max(0, median(answered, true, base) - median(answered, false, base));
        List<Decided> decided = new ArrayList<>();
        for (Entry entry : told) {
            decided.add(decided(entry, origin, base, work));
        }
        double usual = usualDoubt(decided);
        double anchor = 0;
        double anchorBefore = 0;
        List<Decided> ordered = new ArrayList<>();
        for (int from = 0; from < decided.size(); ) {
            int to = from + 1;
            while (to < decided.size() && decided.get(to).volley == decided.get(from).volley) {
                to++;
            }
            List<Decided> volley = decided.subList(from, to);
            if (opens(from == 0 ? null : decided.get(from - 1), volley.get(0))) {
                anchorBefore = anchor;
                anchor = volley.get(0).e - GRANULARITY;
            }
            double worst = Math.max(anchor, anchorBefore);
            ordered.addAll(inOrder(volley, worst > STALLED * usual + GRANULARITY ? worst : usual));
            from = to;
        }
        return new Observations(ordered, base);
    }

    /** The limiter decided after half the shortest way there, and half the shortest way and the handler's work before the end. */
    private static Decided decided(Entry entry, long origin, double base, double work) {
        Answer answer = entry.answer();
        double sent = (answer.sentNanos() - origin) / 1e9;
        double low = sent + base / 2;
        // How long silence was listened to says nothing about when it was decided on.
        double took = answer.sign() == Answer.Sign.SILENCE ? base : answer.latency();
        double done = sent + took - base / 2 - (answer.admitted() ? work : 0);
        double high = Math.min(Math.max(low, done), low + LONGEST_DOUBT);
        return new Decided(
                (low + high) / 2,
                (high - low) / 2 + GRANULARITY,
                answer.admitted(),
                entry.volley(),
                entry.round(),
                entry.label().equals(Inquiry.RESTED));
    }

    /** Windows are opened by requests, and those have an error too. */
    private static double usualDoubt(List<Decided> decided) {
        double[] doubts = decided.stream().mapToDouble(Decided::e).sorted().toArray();
        return doubts[doubts.length / 2] - GRANULARITY;
    }

    /** Whether a window may begin with it, so that all after it is as doubtful as it is. */
    private static boolean opens(@Nullable Decided before, Decided one) {
        return one.admitted && (before == null || !before.admitted || one.t - before.t > SILENCE);
    }

    /** Of requests that were under way together, the admitted ones may have come first. */
    private static List<Decided> inOrder(List<Decided> volley, double anchors) {
        double[] times = volley.stream().mapToDouble(Decided::t).sorted().toArray();
        List<Decided> order = new ArrayList<>(volley);
        order.sort(Comparator.comparing((Decided one) -> !one.admitted).thenComparing(Decided::t));
        List<Decided> placed = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            Decided one = order.get(i);
            double doubt = one.e + anchors + Math.abs(times[i] - one.t);
            placed.add(new Decided(times[i], doubt, one.admitted, one.volley, one.round, one.rested));
        }
        return placed;
    }

    private static double median(List<Entry> log, boolean admitted, double otherwise) {
        double[] latencies = log.stream()
                .filter(entry -> entry.answer().admitted() == admitted)
                .mapToDouble(entry -> entry.answer().latency())
                .sorted()
                .toArray();
        return latencies.length == 0 ? otherwise : latencies[latencies.length / 2];
    }

    long refused() {
        long count = 0;
        for (boolean one : admitted) {
            count += one ? 0 : 1;
        }
        return count;
    }

    /** These without some. */
    Observations without(boolean[] dropped) {
        List<Decided> left = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (!dropped[i]) {
                left.add(new Decided(t[i], e[i], admitted[i], 0, round[i], rested[i]));
            }
        }
        return new Observations(left, base);
    }

    private record Decided(double t, double e, boolean admitted, int volley, int round, boolean rested) {}
}
