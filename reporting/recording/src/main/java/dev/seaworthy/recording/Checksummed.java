package dev.seaworthy.recording;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * JSON objects that carry their own checksum as their last member:
 *
 * <pre>{@code {"check":"http.alive",…,"crc":"1c291ca3"}}</pre>
 *
 * The value is the CRC-32C (RFC 3720, appendix B.4) of all bytes before the comma that precedes {@code "crc"}, in eight
 * lower-case hexadecimal digits. A document that is indented for people has that member on a line of its own, and the
 * checksum covers the bytes before the comma likewise.
 */
final class Checksummed {
    private static final String LINE_MEMBER = ",\"crc\":\"";
    private static final String LINE_END = "\"}";
    private static final String DOCUMENT_MEMBER = ",\n  \"crc\" : \"";
    private static final String DOCUMENT_END = "\"\n}\n";

    private Checksummed() {}

    /** The object in one line with its checksum, without the line's end. */
    static String line(String object) {
        return with(object.substring(0, object.lastIndexOf('}')), LINE_MEMBER, LINE_END);
    }

    /** The indented object with its checksum. */
    static String document(String object) {
        return with(object.substring(0, object.lastIndexOf('}')).stripTrailing(), DOCUMENT_MEMBER, DOCUMENT_END);
    }

    /** The text of a line, or empty unless its checksum is there and matches. */
    static Optional<String> verifiedLine(byte[] bytes) {
        return verified(bytes, LINE_MEMBER, LINE_END);
    }

    /** The text of a document, or empty unless its checksum is there and matches. */
    static Optional<String> verifiedDocument(byte[] bytes) {
        return verified(bytes, DOCUMENT_MEMBER, DOCUMENT_END);
    }

    private static String with(String body, String member, String end) {
        return body + member + hex(body.getBytes(StandardCharsets.UTF_8)) + end;
    }

    private static Optional<String> verified(byte[] bytes, String member, String end) {
        int tail = member.length() + 8 + end.length();
        if (bytes.length <= tail) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOf(bytes, bytes.length - tail);
        String found = new String(bytes, body.length, tail, StandardCharsets.ISO_8859_1);
        if (!found.equals(member + hex(body) + end)) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String hex(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return String.format("%08x", crc.getValue());
    }
}
