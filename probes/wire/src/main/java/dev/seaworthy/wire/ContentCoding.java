package dev.seaworthy.wire;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** How a body is coded (RFC 9110 section 8.4.1). */
enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE,
    /** Left as it is. */
    UNKNOWN;

    static ContentCoding named(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default -> UNKNOWN;
        };
    }

    /** The plain body, or null if it is broken or longer than {@code limit}. */
    byte @Nullable [] decode(byte[] coded, int limit) {
        return switch (this) {
            case IDENTITY, UNKNOWN -> coded;
            case GZIP -> gunzip(coded, limit);
            case DEFLATE -> {
                // Named after zlib's format, yet many servers send the bare one.
                boolean zlib = coded.length > 1
                        && (coded[0] & 0x0f) == 8
                        && ((coded[0] & 0xff) << 8 | coded[1] & 0xff) % 31 == 0;
                yield coded.length == 0 ? coded : inflate(coded, 0, limit, !zlib);
            }
        };
    }

    private static byte @Nullable [] gunzip(byte[] coded, int limit) {
        if (coded.length == 0) {
            return coded;
        }
        int start = memberStart(coded);
        byte[] plain = start < 0 ? null : inflate(coded, start, limit, true);
        if (plain == null) {
            return null;
        }
        CRC32 crc = new CRC32();
        crc.update(plain);
        return crc.getValue() == trailerCrc(coded) ? plain : null;
    }

    /** Where the compressed data begin (RFC 1952 section 2.3); -1 if there is no gzip header. */
    private static int memberStart(byte[] coded) {
        if (coded.length < 18 || (coded[0] & 0xff) != 0x1f || (coded[1] & 0xff) != 0x8b || coded[2] != 8) {
            return -1;
        }
        int flags = coded[3];
        int at = 10;
        if ((flags & 4) != 0) {
            at += 2 + (coded[10] & 0xff) + ((coded[11] & 0xff) << 8);
        }
        for (int text = 8; text <= 16; text *= 2) {
            if ((flags & text) != 0) {
                while (at < coded.length && coded[at] != 0) {
                    at++;
                }
                at++;
            }
        }
        at += (flags & 2) != 0 ? 2 : 0;
        return at < coded.length ? at : -1;
    }

    private static long trailerCrc(byte[] coded) {
        int at = coded.length - 8;
        return (coded[at] & 0xffL)
                | (coded[at + 1] & 0xffL) << 8
                | (coded[at + 2] & 0xffL) << 16
                | (coded[at + 3] & 0xffL) << 24;
    }

    private static byte @Nullable [] inflate(byte[] coded, int start, int limit, boolean bare) {
        Inflater inflater = new Inflater(bare);
        try {
            inflater.setInput(coded, start, coded.length - start);
            ByteArrayOutputStream plain = new ByteArrayOutputStream(coded.length * 2);
            byte[] piece = new byte[8192];
            while (!inflater.finished()) {
                int count = inflater.inflate(piece);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    return null;
                }
                plain.write(piece, 0, count);
                if (plain.size() > limit) {
                    return null;
                }
            }
            return plain.toByteArray();
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }
}
