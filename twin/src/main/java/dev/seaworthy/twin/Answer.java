package dev.seaworthy.twin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes back.
 *
 * @param status HTTP status
 * @param headers besides those that every answer carries
 * @param body written as JSON, unless it is a {@link Page} or bytes, which go as they are; null for none
 * @param lateMillis how long it is held back
 */
record Answer(
        int status, Map<String, String> headers, @Nullable Object body, long lateMillis) {
    Answer(int status, Map<String, String> headers, @Nullable Object body) {
        this(status, headers, body, 0);
    }

    static Answer ok(Object body) {
        return new Answer(200, Map.of(), body);
    }

    static Answer of(int status, Object body) {
        return new Answer(status, Map.of(), body);
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), null);
    }

    static Answer error(int status, String code, String message) {
        return of(status, Json.object("error", Json.object("code", code, "message", message)));
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body, lateMillis);
    }

    Answer with(Map<String, String> others) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.putAll(others);
        return new Answer(status, more, body, lateMillis);
    }

    /** The same, held back for so long. */
    Answer late(long millis) {
        return millis == 0 ? this : new Answer(status, headers, body, millis);
    }

    Answer without(String header) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove(header);
        return new Answer(status, fewer, body, lateMillis);
    }
}
