package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Blocking;
import dev.seaworthy.ratelimit.model.FixedFirst;
import dev.seaworthy.ratelimit.model.FixedGrid;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.SlidingLog;
import dev.seaworthy.ratelimit.model.Weighted;
import dev.seaworthy.ratelimit.model.WindowLimiter;
import java.util.SplittableRandom;

/** Limits that count requests in a window. */
final class WindowFamilies {
    private static final double OTHER_QUOTA = -0.4;
    private static final double NICE_WINDOW = 0.4;
    private static final double SHORTEST = 1e-3;
    private static final double ON_THE_CLOCK = 0.4;

    /** A counter that leaves open how it rounds foretells less. */
    private static final double LEFT_OPEN = -3;

    private WindowFamilies() {}

    /** The quota that the first burst showed and a window that people write are likelier. */
    private interface OfWindows extends Family {
        @Override
        default double preference(Limiter limiter, Clues clues) {
            WindowLimiter window = (WindowLimiter) limiter;
            return (window.quota() == clues.first ? 0 : OTHER_QUOTA) + (Clues.nice(window.window()) ? NICE_WINDOW : 0);
        }
    }

    /** Window and phase lie on one ridge: the window changes while a comeback that was explained stays explained. */
    static double pivoted(double phase, double window, double changed, Clues clues, SplittableRandom random) {
        double pivot = clues.comebacks.isEmpty()
                ? random.nextDouble() * clues.horizon
                : clues.comeback(random).high();
        double count = Math.round((pivot - phase) / window);
        return wrapped(phase + count * (window - changed), changed);
    }

    static double wrapped(double phase, double window) {
        double rest = phase % window;
        return rest < 0 ? rest + window : rest;
    }

    /** A step of the window; now and then to the one nearby that people write. */
    static double window(double window, double sigma, SplittableRandom random) {
        double stepped = Math.max(SHORTEST, Family.step(window, sigma, random));
        if (random.nextDouble() < 0.2) {
            for (double nice : Clues.NICE) {
                if (Math.abs(nice / stepped - 1) < 0.06) {
                    return nice;
                }
            }
        }
        return stepped;
    }

    static final class Grid implements OfWindows {
        @Override
        public Limiter propose(Clues clues, SplittableRandom random) {
            int quota = clues.quota(random);
            if (clues.comebacks.isEmpty()) {
                double window = Clues.logBetween(0.05, 6 * clues.horizon, random);
                return new FixedGrid(quota, window, random.nextDouble() * window);
            }
            Clues.Comeback one = clues.comeback(random);
            double window = spacing(one, clues, random);
            double phase = random.nextDouble() < 0.3
                    ? clues.clockPhase(window)
                    : wrapped(one.low() + one.width() * random.nextDouble(), window);
            return new FixedGrid(
                    random.nextDouble() < 0.3 ? clues.quotaWithin(window, phase, random) : quota, window, phase);
        }

        /** Two comebacks lie a whole number of windows apart. */
        static double spacing(Clues.Comeback one, Clues clues, SplittableRandom random) {
            Clues.Comeback other = clues.comeback(random);
            double apart = Math.abs(other.high() - one.high());
            double doubt = (one.width() + other.width()) / 2;
            if (apart < 0.02 || random.nextDouble() < 0.3) {
                double shortest = Math.max(0.02, (one.low() - one.firstRefused()) / 2);
                return Clues.logBetween(shortest, Math.max(6 * (one.high() - one.opened()), 2 * shortest), random);
            }
            int windows = 1 + random.nextInt(random.nextBoolean() ? 3 : 12);
            return Math.max(0.01, Clues.between((apart - doubt) / windows, (apart + doubt) / windows, random));
        }

        @Override
        public Limiter vary(Limiter limiter, double sigma, Clues clues, SplittableRandom random) {
            FixedGrid grid = (FixedGrid) limiter;
            double window = window(grid.window(), sigma, random);
            double choice = random.nextDouble();
            double phase = choice < 0.6
                    ? pivoted(grid.phase(), grid.window(), window, clues, random)
                    : choice < 0.7
                            ? clues.clockPhase(window)
                            : wrapped(grid.phase() + sigma * window * Clues.gaussian(random), window);
            return new FixedGrid(Family.step(grid.quota(), random), window, phase);
        }

        @Override
        public double preference(Limiter limiter, Clues clues) {
            FixedGrid grid = (FixedGrid) limiter;
            return OfWindows.super.preference(limiter, clues)
                    + (clues.onClock(grid.phase(), grid.window()) ? ON_THE_CLOCK : 0);
        }
    }

    static final class First implements OfWindows {
        @Override
        public Limiter propose(Clues clues, SplittableRandom random) {
            double window = clues.comebacks.isEmpty()
                    ? Clues.logBetween(0.05, 6 * clues.horizon, random)
                    : clues.length(Clues.Comeback::opened, random);
            if (random.nextDouble() < 0.4) {
                // In a window that was not used up before, more was admitted than came at once.
                double any = random.nextBoolean() ? window : Clues.logBetween(0.2, 2 * clues.horizon, random);
                return new FixedFirst(clues.quotaWithin(any, Double.NaN, random), any);
            }
            return new FixedFirst(clues.quota(random), window);
        }

        @Override
        public Limiter vary(Limiter limiter, double sigma, Clues clues, SplittableRandom random) {
            FixedFirst first = (FixedFirst) limiter;
            return new FixedFirst(Family.step(first.quota(), random), window(first.window(), sigma, random));
        }
    }

    record Log(boolean countsRefused) implements OfWindows {
        @Override
        public Limiter propose(Clues clues, SplittableRandom random) {
            double window = clues.comebacks.isEmpty()
                    ? Clues.logBetween(0.05, 6 * clues.horizon, random)
                    : clues.length(countsRefused ? Log::anyAnchor : Clues.Comeback::opened, random);
            return new SlidingLog(clues.quota(random), window, countsRefused);
        }

        /** Refused requests that count may have pushed the opening ones out. */
        private static double anyAnchor(Clues.Comeback comeback) {
            return comeback.low() - comeback.firstRefused() > 0 ? comeback.firstRefused() : comeback.opened();
        }

        @Override
        public Limiter vary(Limiter limiter, double sigma, Clues clues, SplittableRandom random) {
            SlidingLog log = (SlidingLog) limiter;
            return new SlidingLog(Family.step(log.quota(), random), window(log.window(), sigma, random), countsRefused);
        }
    }

    record Blocked(boolean extended) implements OfWindows {
        @Override
        public Limiter propose(Clues clues, SplittableRandom random) {
            double block = clues.comebacks.isEmpty()
                    ? Clues.logBetween(0.05, 6 * clues.horizon, random)
                    : clues.length(extended ? Clues.Comeback::low : Clues.Comeback::firstRefused, random);
            double shortest = Math.max(0.02, clues.firstSeconds);
            double window = random.nextDouble() < 0.3
                    ? block
                    : Clues.logBetween(
                            shortest, Math.max(2 * shortest, 3 * Math.max(block, clues.horizon / 4)), random);
            return new Blocking(clues.quota(random), window, block, extended);
        }

        @Override
        public Limiter vary(Limiter limiter, double sigma, Clues clues, SplittableRandom random) {
            Blocking blocking = (Blocking) limiter;
            double block = window(blocking.block(), sigma, random);
            double window = random.nextDouble() < 0.1 ? block : window(blocking.window(), 2 * sigma, random);
            return new Blocking(Family.step(blocking.quota(), random), window, block, extended);
        }

        @Override
        public double preference(Limiter limiter, Clues clues) {
            Blocking blocking = (Blocking) limiter;
            return OfWindows.super.preference(limiter, clues) + (Clues.nice(blocking.block()) ? NICE_WINDOW : 0);
        }
    }

    record Counter(boolean anchored, boolean countsRefused) implements OfWindows {
        @Override
        public Limiter propose(Clues clues, SplittableRandom random) {
            double longest = Math.max(0.5, 2 * clues.horizon);
            double window = clues.comebacks.isEmpty() || random.nextDouble() < 0.5
                    ? Clues.logBetween(0.1, longest, random)
                    : clues.length(Clues.Comeback::opened, random);
            double phase =
                    anchored ? 0 : random.nextDouble() < 0.5 ? clues.clockPhase(window) : random.nextDouble() * window;
            return new Weighted(
                    Math.max(Weighted.SMALLEST_QUOTA, clues.quota(random)),
                    window,
                    phase,
                    anchored,
                    countsRefused,
                    rounding(random));
        }

        @Override
        public Limiter vary(Limiter limiter, double sigma, Clues clues, SplittableRandom random) {
            Weighted counter = (Weighted) limiter;
            double window = window(counter.window(), sigma, random);
            double phase = anchored ? 0 : phase(counter, window, sigma, clues, random);
            int quota = Math.max(Weighted.SMALLEST_QUOTA, Family.step(counter.quota(), random));
            Weighted.Rounding rounding = random.nextDouble() < 0.1 ? rounding(random) : counter.rounding();
            return new Weighted(quota, window, phase, anchored, countsRefused, rounding);
        }

        private static Weighted.Rounding rounding(SplittableRandom random) {
            Weighted.Rounding[] all = Weighted.Rounding.values();
            return all[random.nextInt(all.length)];
        }

        private static double phase(
                Weighted counter, double window, double sigma, Clues clues, SplittableRandom random) {
            double choice = random.nextDouble();
            if (choice < 0.5) {
                return pivoted(counter.phase(), counter.window(), window, clues, random);
            }
            return choice < 0.65
                    ? clues.clockPhase(window)
                    : wrapped(counter.phase() + sigma * window * Clues.gaussian(random), window);
        }

        @Override
        public double preference(Limiter limiter, Clues clues) {
            Weighted counter = (Weighted) limiter;
            return OfWindows.super.preference(limiter, clues)
                    + (!anchored && clues.onClock(counter.phase(), counter.window()) ? ON_THE_CLOCK : 0)
                    + (counter.rounding() == Weighted.Rounding.OPEN ? LEFT_OPEN : 0);
        }
    }
}
