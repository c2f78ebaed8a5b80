package dev.seaworthy.readiness;

import dev.seaworthy.readiness.Report.OperationRow;
import dev.seaworthy.readiness.Report.Percentile;
import dev.seaworthy.readiness.Svg.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Pictures of shares. What they show stands beside them in tables. */
final class Charts {
    static final int WIDTH = 460;
    static final int HEIGHT = 232;
    /** As tall as two others with their captions. */
    private static final int TALL = 2 * HEIGHT + 34;

    static final double LEFT = 56;
    static final double RIGHT = WIDTH - 14;
    static final double TOP = 34;
    private static final double UNDER = 40;
    /** As a share of all turns: 0, 90 %, 99 %, and so on. */
    private static final double[] NINES = {0, 0.9, 0.99, 0.999, 0.9999};

    private Charts() {}

    /** Proven, refuted and unproven as parts of one bar. */
    static String shares(int proven, int refuted, int unproven) {
        int all = proven + refuted + unproven;
        String title = proven + " proven, " + refuted + " refuted, " + unproven + " unproven";
        Svg svg = Svg.stretching("shares", 1000, 20, title);
        double x = 0;
        String[] kinds = {"good", "bad", "open"};
        int[] counts = {proven, refuted, unproven};
        for (int i = 0; i < kinds.length; i++) {
            double width = all == 0 ? 0 : 1000.0 * counts[i] / all;
            if (width > 0) {
                svg.rect(kinds[i], new Point(x, 0), Math.max(1, width - 3), 20);
            }
            x += width;
        }
        return svg.end();
    }

    /** Latency by number of nines, with the 95 % interval as a band. */
    static String percentiles(OperationRow row) {
        List<Percentile> response = valued(row.percentiles());
        List<Percentile> service = valued(row.servicePercentiles());
        if (response.isEmpty()) {
            return "";
        }
        double low = Double.MAX_VALUE;
        double high = 0;
        for (List<Percentile> series : List.of(response, service)) {
            for (Percentile point : series) {
                low = Math.min(low, least(point));
                high = Math.max(high, greatest(point));
            }
        }
        double mostNines = Math.max(2, nines(response.get(response.size() - 1).q()));
        double bottom = TALL - UNDER;
        Axis x = Axis.between(0, mostNines, LEFT, RIGHT);
        Axis y = Axis.fitting(low, high, bottom, TOP);
        Svg svg = new Svg("chart", WIDTH, TALL, "Latency of " + row.name() + " by percentile");
        frame(svg, y, Figures::seconds);
        for (double q : NINES) {
            if (nines(q) <= mostNines + 0.01) {
                double at = x.at(nines(q));
                svg.line("grid", new Point(at, TOP), new Point(at, bottom));
                svg.text("middle", new Point(at, bottom + 16), Figures.share(q));
            }
        }
        svg.text("middle", new Point((LEFT + RIGHT) / 2, TALL - 6), "share of turns that are faster");
        band(svg, response, x, y);
        svg.line("service", points(service, x, y));
        svg.line("response", points(response, x, y));
        response.forEach(point -> svg.dot("response-dot", new Point(x.at(nines(point.q())), y.at(value(point))), 2.2));
        legend(svg, "response", "response time, 95 % interval", "service", "service time");
        return svg.end();
    }

    static void frame(Svg svg, Axis y, Function<Double, String> words) {
        for (double tick : y.ticks()) {
            svg.line("grid", new Point(LEFT, y.at(tick)), new Point(RIGHT, y.at(tick)));
            svg.text("end", new Point(LEFT - 7, y.at(tick) + 4), words.apply(tick));
        }
    }

    static void legend(Svg svg, String first, String firstText, String second, String secondText) {
        svg.line(first, new Point(LEFT, 13), new Point(LEFT + 18, 13));
        svg.text("start", new Point(LEFT + 24, 17), firstText);
        if (!second.isEmpty()) {
            double at = LEFT + 46 + 6.2 * firstText.length();
            svg.line(second, new Point(at, 13), new Point(at + 18, 13));
            svg.text("start", new Point(at + 24, 17), secondText);
        }
    }

    private static void band(Svg svg, List<Percentile> series, Axis x, Axis y) {
        List<Point> upper = new ArrayList<>();
        List<Point> lower = new ArrayList<>();
        for (Percentile point : series) {
            Double low = point.low();
            Double high = point.high();
            if (low != null && high != null) {
                upper.add(new Point(x.at(nines(point.q())), y.at(high)));
                lower.add(0, new Point(x.at(nines(point.q())), y.at(low)));
            }
        }
        upper.addAll(lower);
        svg.area("band", upper);
    }

    private static List<Point> points(List<Percentile> series, Axis x, Axis y) {
        return series.stream()
                .map(point -> new Point(x.at(nines(point.q())), y.at(value(point))))
                .toList();
    }

    /** Only what its samples can bound: a curve through the rest would be fiction. */
    private static List<Percentile> valued(List<Percentile> series) {
        return series.stream()
                .filter(point -> point.value() != null && point.resolvable())
                .toList();
    }

    private static double nines(double q) {
        return -Math.log10(1 - q);
    }

    private static double value(Percentile point) {
        return Objects.requireNonNull(point.value());
    }

    private static double least(Percentile point) {
        Double low = point.low();
        return low == null ? value(point) : low;
    }

    private static double greatest(Percentile point) {
        Double high = point.high();
        return high == null ? value(point) : high;
    }
}
