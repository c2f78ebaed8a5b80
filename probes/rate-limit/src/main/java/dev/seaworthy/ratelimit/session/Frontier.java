package dev.seaworthy.ratelimit.session;

import dev.seaworthy.ratelimit.verdict.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the admitted requests refute, whether or not any was refused: most admitted in any interval of each length, from before the
 * first of them was sent until after the last was answered.
 *
 * @param points by growing length, the last one being the whole
 */
public record Frontier(List<Point> points) {
    private static final double[] LENGTHS = {0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 60, 120, 300, 900};

    /** So many were admitted within so many seconds. */
    public record Point(double seconds, int admitted) {}

    public Frontier {
        points = List.copyOf(points);
    }

    /** Of the usual request in a journal. */
    public static Frontier of(Journal journal) {
        List<Answer> admitted = journal.entries().stream()
                .filter(Entry::isControl)
                .map(Entry::answer)
                .filter(Answer::admitted)
                .sorted(Comparator.comparingDouble(answer -> journal.at(answer.sentNanos())))
                .toList();
        double end = admitted.stream()
                .mapToDouble(answer -> journal.at(answer.doneNanos()))
                .max()
                .orElse(0);
        double span = admitted.isEmpty() ? 0 : end - journal.at(admitted.get(0).sentNanos());
        List<Point> points = new ArrayList<>();
        for (double length : LENGTHS) {
            if (length < span) {
                points.add(new Point(length, most(admitted, length)));
            }
        }
        points.add(new Point(Numbers.rounded(Math.max(span, 0.001)), admitted.size()));
        return new Frontier(points);
    }

    private static int most(List<Answer> admitted, double length) {
        int most = 0;
        int from = 0;
        for (int to = 0; to < admitted.size(); to++) {
            while (from < to
                    && (admitted.get(to).doneNanos() - admitted.get(from).sentNanos()) / 1e9 > length) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    /** The whole of it. */
    public Point last() {
        return points.get(points.size() - 1);
    }

    /** In words. */
    public String text() {
        Point last = last();
        if (last.admitted == 0) {
            return "nothing was admitted, so nothing is refuted";
        }
        return last.admitted + " requests in " + Numbers.text(last.seconds) + " s all admitted: refutes up to "
                + (last.admitted - 1) + " per " + Numbers.text(last.seconds) + " s sliding and up to "
                + Math.max(0, (last.admitted + 1) / 2 - 1) + " per " + Numbers.text(last.seconds)
                + " s on a fixed grid; says nothing about larger limits or longer windows";
    }
}
