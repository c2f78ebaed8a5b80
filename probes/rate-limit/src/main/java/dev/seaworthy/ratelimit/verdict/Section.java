package dev.seaworthy.ratelimit.verdict;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What one part of an inquiry says: its keys of the verdict's JSON, and its lines of the text. Built up by its part, read by
 * the verdict; not thread-safe.
 */
public final class Section {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode json = JSON.createObjectNode();
    private final List<Line> lines = new ArrayList<>();

    /**
     * One line of text.
     *
     * @param title in one or two words
     * @param content the rest of the line
     */
    public record Line(String title, String content) {}

    /** The keys and values that this part gives. */
    public ObjectNode json() {
        return json;
    }

    /** The lines that this part gives. */
    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** Its lines without their titles, as one. */
    public String text() {
        return String.join("; ", lines.stream().map(Line::content).toList());
    }

    /** Adds a line. */
    public Section line(String title, String content) {
        lines.add(new Line(title, content));
        return this;
    }
}
