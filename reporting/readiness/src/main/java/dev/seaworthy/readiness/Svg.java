package dev.seaworthy.readiness;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Draws one picture. Every text is escaped here, every number is cut to a tenth of a unit, and looks are left to classes. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    /** A picture of this size that a screen reader announces as {@code title}. */
    Svg(String cssClass, int width, int height, String title) {
        out.append("<svg class=\"")
                .append(escape(cssClass))
                .append("\" viewBox=\"0 0 ")
                .append(width)
                .append(' ')
                .append(height);
        out.append("\" role=\"img\" aria-label=\"").append(escape(title)).append("\">");
    }

    /** A picture that fills whatever box it is put into. */
    static Svg stretching(String cssClass, int width, int height, String title) {
        Svg svg = new Svg(cssClass, width, height, title);
        svg.out.insert(svg.out.length() - 1, " preserveAspectRatio=\"none\"");
        return svg;
    }

    /** A point in user units. */
    record Point(double x, double y) {}

    Svg rect(String cssClass, Point corner, double width, double height) {
        out.append("<rect class=\"").append(escape(cssClass)).append("\" x=\"").append(number(corner.x()));
        out.append("\" y=\"").append(number(corner.y())).append("\" width=\"").append(number(width));
        out.append("\" height=\"").append(number(height)).append("\"/>");
        return this;
    }

    Svg line(String cssClass, Point from, Point to) {
        return path(cssClass, "M" + pair(from) + "L" + pair(to));
    }

    /** A line through all points; a null point interrupts it. */
    Svg line(String cssClass, List<Point> points) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            if (Double.isNaN(point.y())) {
                drawing = false;
                continue;
            }
            path.append(drawing ? "L" : "M").append(pair(point));
            // A lone point between two gaps is drawn as a dot: a line without length has none.
            boolean alone = !drawing
                    && (i + 1 == points.size() || Double.isNaN(points.get(i + 1).y()));
            path.append(alone ? "h0.1" : "");
            drawing = true;
        }
        return path.length() == 0 ? this : path(cssClass, path.toString());
    }

    /** The area that these points enclose. */
    Svg area(String cssClass, List<Point> points) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.length() == 0 ? "M" : "L").append(pair(point));
        }
        return points.size() < 3 ? this : path(cssClass, path + "Z");
    }

    Svg dot(String cssClass, Point centre, double radius) {
        out.append("<circle class=\"")
                .append(escape(cssClass))
                .append("\" cx=\"")
                .append(number(centre.x()));
        out.append("\" cy=\"")
                .append(number(centre.y()))
                .append("\" r=\"")
                .append(number(radius))
                .append("\"/>");
        return this;
    }

    /** Text; {@code anchor} is {@code start}, {@code middle} or {@code end}. */
    Svg text(String anchor, Point at, String text) {
        out.append("<text text-anchor=\"")
                .append(escape(anchor))
                .append("\" x=\"")
                .append(number(at.x()));
        out.append("\" y=\"")
                .append(number(at.y()))
                .append("\">")
                .append(escape(text))
                .append("</text>");
        return this;
    }

    String end() {
        return out + "</svg>";
    }

    static String escape(String text) {
        return Glyphs.visible(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private Svg path(String cssClass, String data) {
        out.append("<path class=\"")
                .append(escape(cssClass))
                .append("\" d=\"")
                .append(data)
                .append("\"/>");
        return this;
    }

    private static String pair(Point point) {
        return number(point.x()) + " " + number(point.y());
    }

    private static String number(double value) {
        BigDecimal tenth = BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP);
        return tenth.signum() == 0 ? "0" : tenth.stripTrailingZeros().toPlainString();
    }
}
