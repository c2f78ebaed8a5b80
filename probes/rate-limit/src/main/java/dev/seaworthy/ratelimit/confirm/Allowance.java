package dev.seaworthy.ratelimit.confirm;

import dev.seaworthy.ratelimit.verdict.Numbers;

/** How much a limit lets through by its declaration, counted from a rested state. Pure arithmetic, in seconds; immutable. */
public sealed interface Allowance {
    /** Requests that a rested limit admits at once; at least 1. */
    int capacity();

    /** The most that may be admitted within so many seconds. */
    double most(double seconds);

    /** How long nothing must be sent until the limit is rested again, seconds. */
    double recovery();

    /** In words, e.g. {@code bursts of 20, refilled at 10/s}. */
    String text();

    /**
     * A token bucket: {@code burst} at once, then {@code perSecond}.
     *
     * @param burst at least 1
     * @param perSecond above 0
     */
    record Bucket(int burst, double perSecond) implements Allowance {
        public Bucket {
            if (burst < 1 || !(perSecond > 0)) {
                throw new IllegalArgumentException(
                        "a bucket admits a burst of at least 1 and is refilled at a rate above 0");
            }
        }

        @Override
        public int capacity() {
            return burst;
        }

        @Override
        public double most(double seconds) {
            return burst + perSecond * seconds;
        }

        @Override
        public double recovery() {
            return burst / perSecond;
        }

        @Override
        public String text() {
            return "bursts of " + burst + ", refilled at " + Numbers.text(perSecond) + "/s";
        }
    }

    /**
     * At most {@code quota} in a window.
     *
     * @param quota at least 1
     * @param seconds above 0
     */
    record Window(int quota, double seconds) implements Allowance {
        public Window {
            if (quota < 1 || !(seconds > 0)) {
                throw new IllegalArgumentException("a window admits at least 1 request and lasts longer than 0 s");
            }
        }

        @Override
        public int capacity() {
            return quota;
        }

        @Override
        public double most(double length) {
            return quota * (1 + Math.floor(length / seconds));
        }

        @Override
        public double recovery() {
            return seconds;
        }

        @Override
        public String text() {
            return quota + " per " + Numbers.text(seconds) + " s";
        }
    }
}
