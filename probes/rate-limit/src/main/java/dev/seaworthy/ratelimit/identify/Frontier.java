package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.verdict.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the admitted requests refute, whether or not any was refused: most admitted in any interval of each length.
 *
 * @param points by growing length
 * @param seconds from the first to the last request
 */
record Frontier(List<Point> points, double seconds) {
    private static final double[] LENGTHS = {0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 60, 120, 300, 900};

    /** So many were admitted within so many seconds. */
    record Point(double seconds, int admitted) {}

    static Frontier of(Observations seen) {
        double[] times = new double[seen.size];
        int count = 0;
        for (int i = 0; i < seen.size; i++) {
            if (seen.admitted[i]) {
                times[count++] = seen.t[i];
            }
        }
        times = Arrays.copyOf(times, count);
        double span = seen.size == 0 ? 0 : seen.t[seen.size - 1] - seen.t[0];
        List<Point> points = new ArrayList<>();
        for (double length : LENGTHS) {
            if (length < span) {
                points.add(new Point(length, most(times, length)));
            }
        }
        points.add(new Point(Numbers.rounded(Math.max(span, 0.001)), count));
        return new Frontier(List.copyOf(points), span);
    }

    private static int most(double[] times, double length) {
        int most = 0;
        int from = 0;
        for (int to = 0; to < times.length; to++) {
            while (times[to] - times[from] > length) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    /** The whole of it. */
    Point last() {
        return points.get(points.size() - 1);
    }

    /** Whether a limit of {@code quota} per {@code window} seconds would have refused something, on any grid. */
    boolean refutes(int quota, double window) {
        return points.stream().anyMatch(point -> point.seconds <= window && point.admitted > 2 * quota);
    }

    String text() {
        Point last = last();
        return last.admitted + " requests in " + Numbers.text(last.seconds) + " s all admitted: refutes up to "
                + (last.admitted - 1) + " per " + Numbers.text(last.seconds) + " s sliding and up to "
                + Math.max(0, (last.admitted + 1) / 2 - 1) + " per " + Numbers.text(last.seconds)
                + " s on a fixed grid; says nothing about larger limits or longer windows";
    }
}
