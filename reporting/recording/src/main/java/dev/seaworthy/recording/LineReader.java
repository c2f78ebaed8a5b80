package dev.seaworthy.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads {@link Checksummed} lines; a line that does not match is passed over. */
final class LineReader<T> {
    private final String name;
    private final Class<T> type;
    private final List<T> values = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();

    LineReader(String name, byte[] bytes, Class<T> type) {
        this.name = name;
        this.type = type;
        int begin = 0;
        while (begin < bytes.length) {
            int end = begin;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            if (end > begin) {
                accept(Arrays.copyOfRange(bytes, begin, end), begin, end == bytes.length);
            }
            begin = end + 1;
        }
    }

    List<T> values() {
        return values;
    }

    List<Damage> damages() {
        return damages;
    }

    private void accept(byte[] line, long offset, boolean last) {
        Optional<String> text = Checksummed.verifiedLine(line);
        if (text.isEmpty()) {
            damages.add(new Damage(
                    name, offset, line.length, last ? "ends in an unfinished line" : "checksum does not match"));
            return;
        }
        try {
            values.add(Json.read(text.get(), type));
        } catch (JsonProcessingException e) {
            damages.add(new Damage(name, offset, line.length, "the line is of a kind that this version does not know"));
        }
    }
}
