package dev.seaworthy.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the head of one answer says (RFC 9112 sections 4 and 5), and what it means for the body (section 6). Strings are
 * made only where evidence is kept. Used again for the next answer on the connection; for one thread.
 */
final class AnswerHead {
    /** How much of a head is kept as it was on the wire. */
    static final int KEPT_BYTES = 4 * 1024;

    private static final long ABSENT = -1;

    private boolean keeping;
    private boolean seeking;
    private List<Header> fields = new ArrayList<>();
    private @Nullable ByteArrayOutputStream wire;
    private int status;
    private boolean http10;
    private boolean close;
    private boolean keepAlive;
    private boolean transferCoded;
    private boolean chunked;
    private long contentLength;
    private ContentCoding coding = ContentCoding.IDENTITY;
    private boolean foldable;
    private @Nullable String location;

    /** Expects a head. {@code keep}: fields and wire bytes are wanted; {@code seek}: {@link #location} is. */
    void begin(boolean keep, boolean seek) {
        keeping = keep;
        seeking = seek;
        wire = keep ? new ByteArrayOutputStream(256) : null;
        restart();
    }

    /** Forgets the fields, not the bytes: another head follows an interim one. */
    void restart() {
        if (keeping) {
            fields = new ArrayList<>();
        }
        status = 0;
        http10 = false;
        close = false;
        keepAlive = false;
        transferCoded = false;
        chunked = false;
        contentLength = ABSENT;
        coding = ContentCoding.IDENTITY;
        foldable = false;
        location = null;
    }

    /** Keeps bytes as they were on the wire. */
    void keep(byte[] bytes, int from, int count) {
        if (wire != null && wire.size() < KEPT_BYTES) {
            wire.write(bytes, from, Math.min(count, KEPT_BYTES - wire.size()));
        }
    }

    /** Reads a status line; null, or what is wrong with it. */
    @Nullable
    Fault statusLine(FieldLine line) {
        int length = line.length();
        boolean version = length >= 12
                && line.at(5) == '1'
                && line.at(6) == '.'
                && (line.at(7) == '0' || line.at(7) == '1')
                && line.at(8) == ' '
                && (length == 12 || line.at(12) == ' ');
        int code = 0;
        for (int i = 9; version && i < 12; i++) {
            version = line.at(i) >= '0' && line.at(i) <= '9';
            code = code * 10 + line.at(i) - '0';
        }
        if (!version || code < 100) {
            return new Fault(
                    "status line malformed",
                    "the status line is malformed: " + Sniff.excerpt(line.copy(), length, 40, false));
        }
        status = code;
        http10 = line.at(7) == '0';
        return null;
    }

    /** Reads a field line; null, or what is wrong with it. */
    @Nullable
    Fault field(FieldLine line) {
        byte first = line.at(0);
        if (first == ' ' || first == '\t') {
            return folded(line);
        }
        if (!line.split()) {
            return new Fault(
                    "header line malformed",
                    "a header line is malformed: " + Sniff.excerpt(line.copy(), line.length(), 16, false));
        }
        if (keeping) {
            fields.add(new Header(line.name(), line.value()));
        }
        foldable = true;
        if (line.isNamed("content-length")) {
            foldable = false;
            return length(line);
        }
        if (line.isNamed("transfer-encoding")) {
            foldable = false;
            transferCoded = true;
            chunked = line.valueIs("chunked")
                    || line.value().toLowerCase(Locale.ROOT).endsWith("chunked");
        } else if (line.isNamed("connection")) {
            connection(line);
        } else if (line.isNamed("content-encoding")) {
            coding = ContentCoding.named(line.value());
        } else if (seeking && line.isNamed("location")) {
            location = line.value();
        }
        return null;
    }

    private @Nullable Fault folded(FieldLine line) {
        if (!foldable) {
            return new Fault("header line malformed", "a header line begins with a blank where no field can go on");
        }
        if (keeping) {
            Header last = fields.remove(fields.size() - 1);
            fields.add(new Header(last.name(), last.value() + " " + line.text().strip()));
        }
        return null;
    }

    private @Nullable Fault length(FieldLine line) {
        long found = line.number();
        if (found < 0 && line.value().contains(",")) {
            // RFC 9112 section 6.3: a list of one value, repeated, counts as that value.
            List<String> values = List.of(line.value().replace(" ", "").split(",", -1)).stream()
                    .distinct()
                    .toList();
            boolean one = values.size() == 1 && values.get(0).matches("\\d{1,18}");
            found = one ? Long.parseLong(values.get(0)) : -1;
        }
        if (found < 0 || contentLength != ABSENT && contentLength != found) {
            return new Fault("content-length malformed", "Content-Length is malformed or contradicts itself");
        }
        contentLength = found;
        return null;
    }

    private void connection(FieldLine line) {
        if (line.valueIs("keep-alive")) {
            keepAlive = true;
        } else if (line.valueIs("close")) {
            close = true;
        } else {
            List<String> tokens = Tokens.of(line.value());
            close |= tokens.contains("close");
            keepAlive |= tokens.contains("keep-alive");
        }
    }

    int status() {
        return status;
    }

    /** Whether another head follows this one: 1xx, except that after 101 the protocol changes. */
    boolean isInterim() {
        return status < 200 && status != 101;
    }

    boolean isChunked() {
        return chunked;
    }

    boolean isTransferCoded() {
        return transferCoded;
    }

    /** -1 where it is absent. */
    long contentLength() {
        return contentLength;
    }

    ContentCoding coding() {
        return coding;
    }

    /** The value of {@code Location}, where it was sought and found. */
    @Nullable
    String location() {
        return location;
    }

    /** Whether the head allows another request on this connection; contradictory framing does not. */
    boolean persists() {
        boolean clear = !(transferCoded && (contentLength != ABSENT || http10));
        return clear && !close && (!http10 || keepAlive) && status != 101;
    }

    Headers headers() {
        return keeping && status != 0 ? new Headers(fields) : Headers.NONE;
    }

    /** The head as it was on the wire, in ISO 8859-1; empty where nothing was kept. */
    String text() {
        return wire == null ? "" : wire.toString(StandardCharsets.ISO_8859_1);
    }
}
