package dev.seaworthy.readiness;

import dev.seaworthy.readiness.Report.Bucket;
import dev.seaworthy.readiness.Report.OperationRow;
import dev.seaworthy.readiness.Svg.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Pictures over time, each with the state of the injectors at its foot. What they show stands beside them in tables. */
final class TimeCharts {
    private TimeCharts() {}

    /** Offered, achieved and failed turns a second. */
    static String throughput(OperationRow row, List<Injector.Second> seconds) {
        List<Bucket> buckets = row.timeline();
        if (buckets.isEmpty()) {
            return "";
        }
        Double offered = row.offeredRate();
        double high = offered == null ? 0 : offered;
        for (Bucket bucket : buckets) {
            high = Math.max(high, rate(bucket, bucket.count()));
        }
        TimeAxis x = axis(buckets, seconds);
        double bottom = x.bottom();
        Axis y = Axis.fromZero(high * 1.05, bottom, Charts.TOP);
        Svg svg = new Svg("chart", Charts.WIDTH, Charts.HEIGHT, "Throughput of " + row.name() + " over time");
        Charts.frame(svg, y, value -> Figures.rate(value));
        x.draw(svg);
        List<Point> area = new ArrayList<>(series(buckets, x, y, bucket -> rate(bucket, bucket.count())));
        area.add(0, new Point(area.get(0).x(), bottom));
        area.add(new Point(area.get(area.size() - 1).x(), bottom));
        svg.area("band", area);
        boolean flat = offered != null && !row.model().equals("ramp");
        if (offered != null && flat) {
            svg.line("offered", new Point(Charts.LEFT, y.at(offered)), new Point(Charts.RIGHT, y.at(offered)));
        }
        svg.line("response", series(buckets, x, y, bucket -> rate(bucket, bucket.count())));
        Charts.legend(svg, "response", "achieved", flat ? "offered" : "", flat ? "offered" : "");
        if (row.errors() > 0) {
            svg.line("errors", series(buckets, x, y, bucket -> rate(bucket, bucket.errors())));
            svg.line("errors", new Point(Charts.LEFT + 240, 13), new Point(Charts.LEFT + 258, 13));
            svg.text("start", new Point(Charts.LEFT + 264, 17), "failed");
        }
        return svg.end();
    }

    /** Median and 99th percentile of response time. */
    static String latency(OperationRow row, List<Injector.Second> seconds) {
        List<Bucket> buckets = row.timeline();
        double high = 0;
        double low = Double.MAX_VALUE;
        for (Bucket bucket : buckets) {
            Double p50 = bucket.p50();
            Double p99 = bucket.p99();
            if (p50 != null && p99 != null) {
                low = Math.min(low, p50);
                high = Math.max(high, p99);
            }
        }
        if (high == 0) {
            return "";
        }
        TimeAxis x = axis(buckets, seconds);
        Axis y = Axis.fitting(low, high, x.bottom(), Charts.TOP);
        Svg svg = new Svg("chart", Charts.WIDTH, Charts.HEIGHT, "Response time of " + row.name() + " over time");
        Charts.frame(svg, y, Figures::seconds);
        x.draw(svg);
        svg.line("tail", series(buckets, x, y, Bucket::p99));
        svg.line("response", series(buckets, x, y, Bucket::p50));
        Charts.legend(svg, "response", "median", "tail", "99th percentile");
        return svg.end();
    }

    /** How late one injector was and how slow its own echo, second by second. */
    static String injector(Injector injector) {
        List<Injector.Second> seconds = injector.seconds();
        double low = Double.MAX_VALUE;
        double high = 0;
        double from = Double.MAX_VALUE;
        double to = 0;
        for (Injector.Second second : seconds) {
            for (double time : new double[] {time(second.lagP99()), time(second.canaryMax())}) {
                low = time > 0 ? Math.min(low, time) : low;
                high = Double.isNaN(time) ? high : Math.max(high, time);
            }
            from = Math.min(from, second.t());
            to = Math.max(to, second.t() + 1);
        }
        if (seconds.isEmpty()) {
            return "";
        }
        TimeAxis x = new TimeAxis(from, to, seconds);
        Axis y = Axis.fitting(Math.min(low, high), high, x.bottom(), Charts.TOP);
        String title = "Lag and canary of injector " + injector.number() + " over time";
        Svg svg = new Svg("chart", Charts.WIDTH, Charts.HEIGHT, title);
        Charts.frame(svg, y, Figures::seconds);
        x.draw(svg);
        svg.line("tail", points(seconds, x, y, second -> time(second.canaryMax())));
        svg.line("response", points(seconds, x, y, second -> time(second.lagP99())));
        Charts.legend(svg, "response", "p99 of lag", "tail", "slowest canary");
        return svg.end();
    }

    private static double time(@Nullable Double seconds) {
        return seconds == null ? Double.NaN : seconds;
    }

    private static List<Point> points(
            List<Injector.Second> seconds, TimeAxis x, Axis y, ToDoubleFunction<Injector.Second> figure) {
        return seconds.stream()
                .map(second -> {
                    double value = figure.applyAsDouble(second);
                    return new Point(x.at(second.t() + 0.5), Double.isNaN(value) ? value : y.at(value));
                })
                .toList();
    }

    private static TimeAxis axis(List<Bucket> buckets, List<Injector.Second> seconds) {
        Bucket last = buckets.get(buckets.size() - 1);
        return new TimeAxis(buckets.get(0).atSeconds(), last.atSeconds() + last.seconds(), seconds);
    }

    private static double rate(Bucket bucket, long count) {
        return count / bucket.seconds();
    }

    private static List<Point> series(
            List<Bucket> buckets, TimeAxis x, Axis y, Function<Bucket, @Nullable Double> figure) {
        List<Point> points = new ArrayList<>();
        for (Bucket bucket : buckets) {
            Double value = figure.apply(bucket);
            double middle = bucket.atSeconds() + bucket.seconds() / 2;
            points.add(new Point(x.at(middle), value == null ? Double.NaN : y.at(value)));
        }
        return points;
    }
}
