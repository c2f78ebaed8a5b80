package dev.seaworthy.readiness;

import dev.seaworthy.readiness.Svg.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pictures of a limiter: what it admitted and refused with the model drawn through it, and how much comes back after a silence. */
final class LimitCharts {
    private static final int WIDE = 940;
    private static final double RIGHT = WIDE - 14;
    private static final double UNDER = 40;
    private static final double BOTTOM = Charts.HEIGHT - UNDER;
    private static final int LONGEST_ROW = 8;

    private LimitCharts() {}

    /** Admitted and refused over time; empty where there is no picture in the examination. */
    static String time(Map<String, @Nullable Object> examination) {
        List<double[]> dots = triples(examination, "dots");
        List<double[]> line = triples(examination, "line");
        if (dots.isEmpty()) {
            return "";
        }
        double end = Math.max(0.001, dots.get(dots.size() - 1)[0]);
        double most =
                Math.max(1, line.stream().mapToDouble(point -> point[1]).max().orElse(1));
        Axis x = Axis.between(0, end, Charts.LEFT, RIGHT);
        Axis y = Axis.fromZero(most, BOTTOM - 8, Charts.TOP);
        Svg svg = new Svg("chart", WIDE, Charts.HEIGHT, "Requests of one caller, admitted and refused over time");
        grid(svg, y, RIGHT);
        for (double tick : x.ticks()) {
            svg.text("middle", new Point(x.at(tick), BOTTOM + 16), Figures.seconds(tick));
        }
        svg.text("middle", new Point((Charts.LEFT + RIGHT) / 2, Charts.HEIGHT - 6), "since the first request");
        svg.line("model", stairs(line, x, y));
        int at = 0;
        for (double[] dot : dots) {
            while (at + 1 < line.size() && line.get(at)[0] < dot[0] - 1e-9) {
                at++;
            }
            double expected = line.isEmpty() ? dot[1] : line.get(at)[1];
            boolean admitted = dot[1] > 0;
            Point place = new Point(x.at(dot[0]), admitted ? y.at(Math.max(expected, 0)) : BOTTOM - 2);
            svg.dot(admitted ? "admitted" : "refused", place, admitted ? 2.6 : 2.8);
        }
        legend(svg, !line.isEmpty());
        return svg.end();
    }

    /** How much came back after which silence, observed and as the model gives it; empty without any. */
    static String recovery(Map<String, @Nullable Object> examination) {
        List<double[]> points = new ArrayList<>(triples(examination, "recovery"));
        points.removeIf(point -> point.length < 3 || !(point[0] >= 0));
        if (points.size() < 2) {
            return "";
        }
        points.sort(Comparator.comparingDouble(point -> point[0]));
        double longest = points.get(points.size() - 1)[0];
        double most = points.stream()
                .mapToDouble(point -> Math.max(point[1], point[2]))
                .max()
                .orElse(1);
        Axis x = Axis.between(0, longest * 1.04, Charts.LEFT, Charts.RIGHT);
        Axis y = Axis.fromZero(most * 1.05, BOTTOM, Charts.TOP);
        Svg svg = new Svg("chart", Charts.WIDTH, Charts.HEIGHT, "How many are admitted again after which silence");
        grid(svg, y, Charts.RIGHT);
        for (double tick : x.ticks()) {
            svg.text("middle", new Point(x.at(tick), BOTTOM + 16), Figures.seconds(tick));
        }
        svg.text("middle", new Point((Charts.LEFT + Charts.RIGHT) / 2, Charts.HEIGHT - 6), "silence after a refusal");
        for (double[] point : points) {
            Point model = new Point(x.at(point[0]), y.at(point[2]));
            svg.line("model", new Point(model.x() - 5, model.y()), new Point(model.x() + 5, model.y()));
            svg.dot("admitted", new Point(x.at(point[0]), y.at(point[1])), 2.6);
        }
        svg.dot("admitted", new Point(Charts.LEFT + 6, 13), 2.6);
        svg.text("start", new Point(Charts.LEFT + 16, 17), "admitted again");
        svg.line("model", new Point(Charts.LEFT + 122, 13), new Point(Charts.LEFT + 136, 13));
        svg.text("start", new Point(Charts.LEFT + 142, 17), "as the model says");
        return svg.end();
    }

    private static void legend(Svg svg, boolean model) {
        svg.dot("admitted", new Point(Charts.LEFT + 6, 13), 2.6);
        svg.text("start", new Point(Charts.LEFT + 16, 17), "admitted");
        svg.dot("refused", new Point(Charts.LEFT + 92, 13), 2.8);
        svg.text("start", new Point(Charts.LEFT + 102, 17), "refused");
        if (model) {
            svg.line("model", new Point(Charts.LEFT + 170, 13), new Point(Charts.LEFT + 190, 13));
            svg.text("start", new Point(Charts.LEFT + 196, 17), "what the model would admit at once");
        }
    }

    private static void grid(Svg svg, Axis y, double right) {
        for (double tick : y.ticks()) {
            if (tick == Math.rint(tick)) {
                svg.line("grid", new Point(Charts.LEFT, y.at(tick)), new Point(right, y.at(tick)));
                svg.text("end", new Point(Charts.LEFT - 7, y.at(tick) + 4), Figures.count(Math.round(tick)));
            }
        }
    }

    /** Requests are whole: between two instants the model keeps its figure. */
    private static List<Point> stairs(List<double[]> line, Axis x, Axis y) {
        List<Point> stairs = new ArrayList<>();
        for (int i = 0; i < line.size(); i++) {
            if (i > 0 && line.get(i)[1] != line.get(i - 1)[1]) {
                stairs.add(new Point(x.at(line.get(i)[0]), y.at(line.get(i - 1)[1])));
            }
            stairs.add(new Point(x.at(line.get(i)[0]), y.at(line.get(i)[1])));
        }
        return stairs;
    }

    /** A list of lists of numbers in the picture; what is no number is left out with its row. */
    private static List<double[]> triples(Map<String, @Nullable Object> examination, String name) {
        Object picture = examination.get("picture");
        Object rows = picture instanceof Map<?, ?> map ? map.get(name) : null;
        List<double[]> found = new ArrayList<>();
        if (rows instanceof List<?> list) {
            list.forEach(row -> numbers(row).ifPresent(found::add));
        }
        return found;
    }

    private static Optional<double[]> numbers(@Nullable Object row) {
        if (!(row instanceof List<?> values) || values.size() < 2 || values.size() > LONGEST_ROW) {
            return Optional.empty();
        }
        double[] numbers = new double[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(values.get(i) instanceof Number number) || !Double.isFinite(number.doubleValue())) {
                return Optional.empty();
            }
            numbers[i] = number.doubleValue();
        }
        return Optional.of(numbers);
    }
}
