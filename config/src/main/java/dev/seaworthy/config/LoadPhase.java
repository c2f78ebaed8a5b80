package dev.seaworthy.config;

import dev.seaworthy.kernel.RateCurve;
import dev.seaworthy.kernel.Schedule;
import java.time.Duration;
import java.util.List;

/**
 * One phase of load.
 *
 * @param name e.g. {@code baseline}; names the phase in the recording
 * @param scenario an operation or a scenario of a probe, or an operation of the contract as {@code http.<name>}; each
 *     gets its own population with this shape
 * @param shape how load arrives
 * @param spacing how the arrivals of an open shape follow each other
 * @param duration how long
 */
public record LoadPhase(String name, List<String> scenario, Shape shape, Spacing spacing, Duration duration) {
    /** A phase with evenly spaced arrivals. */
    public LoadPhase(String name, List<String> scenario, Shape shape, Duration duration) {
        this(name, scenario, shape, Spacing.EVEN, duration);
    }

    /** How the arrivals of an open shape follow each other. */
    public enum Spacing {
        /** As regularly as the rate allows. */
        EVEN,
        /** At random, as independent users do: a Poisson process. */
        POISSON
    }

    /** How load arrives. */
    public sealed interface Shape {
        /** Which model of load it is, as reports name it. */
        String model();

        /** Arrives whatever the target does: an open model. */
        sealed interface Arriving extends Shape {
            /** The greatest rate of arrivals a second. */
            double peakPerSecond();

            /** Arrivals a second, on average over a phase of this length. */
            double meanPerSecond(Duration duration);
        }

        /** Open model, steady: this many arrivals a second. */
        record Open(double perSecond) implements Arriving {
            @Override
            public String model() {
                return "open";
            }

            @Override
            public double peakPerSecond() {
                return perSecond;
            }

            @Override
            public double meanPerSecond(Duration duration) {
                return perSecond;
            }
        }

        /** Open model, from one rate to another over the whole phase. */
        record Ramp(double fromPerSecond, double toPerSecond) implements Arriving {
            @Override
            public String model() {
                return "ramp";
            }

            @Override
            public double peakPerSecond() {
                return Math.max(fromPerSecond, toPerSecond);
            }

            @Override
            public double meanPerSecond(Duration duration) {
                return (fromPerSecond + toPerSecond) / 2;
            }
        }

        /**
         * Open model, steady but for a stretch at another rate.
         *
         * @param at when the stretch begins, after the phase's start
         * @param lasting how long it is
         */
        record Spike(double basePerSecond, double peakPerSecond, Duration at, Duration lasting) implements Arriving {
            @Override
            public String model() {
                return "spike";
            }

            @Override
            public double meanPerSecond(Duration duration) {
                double whole = seconds(duration);
                double begin = Math.min(whole, seconds(at));
                double length = Math.min(whole - begin, seconds(lasting));
                return basePerSecond + (peakPerSecond - basePerSecond) * length / whole;
            }

            private static double seconds(Duration duration) {
                return duration.toNanos() / 1e9;
            }
        }

        /**
         * Open model, at given instants.
         *
         * @param offsets after the phase's start, not decreasing, at least one
         */
        record Replay(List<Duration> offsets) implements Arriving {
            public Replay {
                offsets = List.copyOf(offsets);
            }

            @Override
            public String model() {
                return "replay";
            }

            /** The most that arrive within any second. */
            @Override
            public double peakPerSecond() {
                int most = 1;
                int first = 0;
                for (int last = 0; last < offsets.size(); last++) {
                    while (offsets.get(last).minus(offsets.get(first)).compareTo(Duration.ofSeconds(1)) >= 0) {
                        first++;
                    }
                    most = Math.max(most, last - first + 1);
                }
                return most;
            }

            @Override
            public double meanPerSecond(Duration duration) {
                long within = offsets.stream()
                        .filter(offset -> offset.compareTo(duration) < 0)
                        .count();
                return within * 1e9 / duration.toNanos();
            }
        }

        /** Closed model: this many users, each busy again as soon as it is done. */
        record Closed(int users) implements Shape {
            @Override
            public String model() {
                return "closed";
            }
        }
    }

    /**
     * When the arrivals of an open shape are meant to happen.
     *
     * @param seed of arrivals at random
     * @throws IllegalStateException for a closed shape, which has no schedule
     */
    public Schedule schedule(long seed) {
        if (shape instanceof Shape.Replay replay) {
            return Schedule.replay(
                    replay.offsets().stream().mapToLong(Duration::toNanos).toArray());
        }
        RateCurve curve = curve();
        return spacing == Spacing.POISSON ? Schedule.poisson(curve, seed) : Schedule.even(curve);
    }

    private RateCurve curve() {
        if (shape instanceof Shape.Open open) {
            return RateCurve.constant(open.perSecond());
        }
        if (shape instanceof Shape.Ramp ramp) {
            return RateCurve.ramp(ramp.fromPerSecond(), ramp.toPerSecond(), duration);
        }
        if (shape instanceof Shape.Spike spike) {
            return RateCurve.spike(spike.basePerSecond(), spike.peakPerSecond(), spike.at(), spike.lasting());
        }
        throw new IllegalStateException("a " + shape.model() + " shape has no schedule");
    }
}
