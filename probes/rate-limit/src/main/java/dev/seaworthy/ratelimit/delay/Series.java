package dev.seaworthy.ratelimit.delay;

import dev.seaworthy.ratelimit.session.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Latencies of answers. */
final class Series {
    private Series() {}

    /** Of those let through, in the given order, seconds. */
    static double[] admitted(List<Answer> answers) {
        return answers.stream()
                .filter(Answer::admitted)
                .mapToDouble(Answer::latency)
                .toArray();
    }

    static int above(double[] latencies, double threshold) {
        return (int) Arrays.stream(latencies).filter(one -> one > threshold).count();
    }

    static double[] joined(double[] first, double[] second) {
        return DoubleStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
