package dev.seaworthy.ratelimit;

import java.time.Duration;
import java.util.Locale;

/** How much a declared limit lets through, counted from a rested state. Pure arithmetic; immutable. */
sealed interface Allowance {
    /** Requests that a rested limit admits at once. */
    int capacity();

    /** The most that may be admitted within this many nanoseconds. */
    double most(long nanos);

    /** What is admitted again after a silence of {@code idleNanos} that began exhausted. */
    double regained(long idleNanos);

    /** How long nothing must be sent until the limit is rested again. */
    Duration recovery();

    /** In words, e.g. {@code burst 20, refilled at 10/s}. */
    String text();

    /** A token bucket: {@code burst} at once, then {@code perSecond}. */
    record Bucket(int burst, double perSecond) implements Allowance {
        @Override
        public int capacity() {
            return burst;
        }

        @Override
        public double most(long nanos) {
            return burst + perSecond * nanos / 1e9;
        }

        @Override
        public double regained(long idleNanos) {
            return Math.min(burst, perSecond * idleNanos / 1e9);
        }

        @Override
        public Duration recovery() {
            return Duration.ofNanos((long) Math.ceil(burst / perSecond * 1e9));
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "burst %d, refilled at %s/s", burst, number(perSecond));
        }

        private static String number(double value) {
            return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
        }
    }

    /** At most {@code quota} in a window of {@code per}; the window opens with its first request. */
    record Window(int quota, Duration per) implements Allowance {
        @Override
        public int capacity() {
            return quota;
        }

        @Override
        public double most(long nanos) {
            return (double) quota * (1 + nanos / per.toNanos());
        }

        @Override
        public double regained(long idleNanos) {
            return idleNanos < per.toNanos() ? 0 : quota;
        }

        @Override
        public Duration recovery() {
            return per;
        }

        @Override
        public String text() {
            return quota + " per " + Seconds.text(per.toNanos());
        }
    }

    /**
     * A declaration with the tolerance with which it is judged.
     *
     * @param allowance what was declared
     * @param tolerance relative, 0 to 1; one request is always forgiven on top, because the first request of a new key is
     *     free with some limiters
     */
    record Bounds(Allowance allowance, double tolerance) {
        /** More admitted than this contradicts the declaration. */
        long highest(long elapsedNanos) {
            return (long) Math.ceil(allowance.most(elapsedNanos) * (1 + tolerance)) + 1;
        }

        /** Fewer admitted in a burst than this contradicts the declaration. */
        long lowest() {
            return Math.max(1, (long) Math.floor(allowance.capacity() * (1 - tolerance)) - 1);
        }

        /** More regained than this contradicts the declaration; a fraction of a token may have been left over. */
        long highestRegained(long idleNanos, long burstNanos) {
            double expected = allowance.regained(idleNanos) + drip(burstNanos);
            return (long) Math.ceil(expected * (1 + tolerance) + 1);
        }

        /** Less regained than this contradicts the declaration. */
        long lowestRegained(long idleNanos) {
            return Math.max(0, (long) Math.floor(allowance.regained(idleNanos) * (1 - tolerance) - 1));
        }

        private double drip(long burstNanos) {
            return allowance.most(burstNanos) - allowance.capacity();
        }
    }
}
