package dev.seaworthy.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Header fields in wire order, with their duplicates and their case. Immutable.
 *
 * @param fields one entry per field line
 */
public record Headers(List<Header> fields) {
    /** No fields. */
    public static final Headers NONE = new Headers(List.of());

    public Headers {
        fields = List.copyOf(fields);
    }

    /** The first field of this name, compared without case (RFC 9110 section 5.1). */
    public Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** Every field of this name, one entry per field line. */
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    /** These fields and one more at the end. */
    public Headers with(String name, String value) {
        List<Header> more = new ArrayList<>(fields);
        more.add(new Header(name, value));
        return new Headers(more);
    }
}
