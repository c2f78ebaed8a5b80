package dev.seaworthy.readiness;

import dev.seaworthy.readiness.Injector.State;
import dev.seaworthy.readiness.Svg.Point;
import java.util.List;

/**
 * The foot of a picture over time: the axis and, above its figures, how the injectors fared, one cell a second or, where
 * that would be too fine to see, one cell for a few. The worst injector and the worst second decide a cell; its height
 * tells as much as its colour.
 */
final class TimeAxis {
    private static final int[] STEPS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200};
    private static final double UNDER = 40;
    private static final double STRIP = 12;
    private static final double NARROWEST = 3;

    private final double from;
    private final double to;
    private final Axis x;
    private final List<Injector.Second> seconds;

    /** @param seconds of all injectors; those outside do not matter */
    TimeAxis(double from, double to, List<Injector.Second> seconds) {
        this.from = from;
        this.to = to;
        this.x = Axis.between(from, to, Charts.LEFT, Charts.RIGHT);
        this.seconds = seconds.stream()
                .filter(second -> second.t() > from - 0.5 && second.t() < to - 0.5)
                .toList();
    }

    /** Where the picture itself ends. */
    double bottom() {
        return Charts.HEIGHT - UNDER - (seconds.isEmpty() ? 0 : STRIP + 9);
    }

    double at(double second) {
        return x.at(second);
    }

    void draw(Svg svg) {
        strip(svg);
        long step = step(to - from);
        for (long at = (long) Math.ceil(from / step) * step; at <= to; at += step) {
            svg.text("middle", new Point(x.at((double) at), Charts.HEIGHT - UNDER + 16), Figures.clock(at));
        }
        svg.text("middle", new Point((Charts.LEFT + Charts.RIGHT) / 2, Charts.HEIGHT - 6), "time since the load began");
    }

    private void strip(Svg svg) {
        if (seconds.isEmpty()) {
            return;
        }
        double bottom = Charts.HEIGHT - UNDER;
        svg.text("end", new Point(Charts.LEFT - 7, bottom + 1), "injector");
        int span = (int) Math.max(1, Math.ceil(to - from));
        int width = (int) Math.max(1, Math.ceil(NARROWEST * span / (Charts.RIGHT - Charts.LEFT)));
        State[] cells = new State[(span + width - 1) / width];
        for (Injector.Second second : seconds) {
            int cell = (int) Math.round(Math.max(0, second.t() - from)) / width;
            int bounded = Math.min(cells.length - 1, cell);
            State known = cells[bounded];
            cells[bounded] = known == null || known.compareTo(second.state()) < 0 ? second.state() : known;
        }
        for (int i = 0; i < cells.length; i++) {
            State state = cells[i];
            if (state != null) {
                double left = x.at(from + (double) i * width);
                double right = x.at(Math.min(to, from + (double) (i + 1) * width));
                double height = height(state);
                svg.rect(css(state), new Point(left, bottom - height), Math.max(1, right - left - 0.6), height);
            }
        }
    }

    private static double height(State state) {
        return switch (state) {
            case UNKNOWN -> 1;
            case SOUND -> 3;
            case STRAINED -> 7;
            case SATURATED -> STRIP;
        };
    }

    private static String css(State state) {
        return switch (state) {
            case UNKNOWN -> "skip";
            case SOUND -> "good";
            case STRAINED -> "open";
            case SATURATED -> "bad";
        };
    }

    private static long step(double span) {
        for (int step : STEPS) {
            if (span / step <= 6) {
                return step;
            }
        }
        return Math.round(span / 6);
    }
}
