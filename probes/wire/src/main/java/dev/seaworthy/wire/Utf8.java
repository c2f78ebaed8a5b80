package dev.seaworthy.wire;

/** Checks UTF-8 that comes in pieces (RFC 3629): no surrogates, nothing overlong, nothing above U+10FFFF. */
final class Utf8 {
    private int missing;
    private int lower = 0x80;
    private int upper = 0xbf;

    void reset() {
        missing = 0;
        lower = 0x80;
        upper = 0xbf;
    }

    /** Takes the next piece; false as soon as no continuation could make it valid. */
    boolean accepts(byte[] piece, int from) {
        for (int i = from; i < piece.length; i++) {
            int octet = piece[i] & 0xff;
            boolean fits = missing == 0 ? octet < 0x80 || begins(octet) : goesOn(octet);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text may end here. */
    boolean isComplete() {
        return missing == 0;
    }

    private boolean goesOn(int octet) {
        boolean fits = octet >= lower && octet <= upper;
        missing--;
        lower = 0x80;
        upper = 0xbf;
        return fits;
    }

    private boolean begins(int octet) {
        if (octet >= 0xc2 && octet <= 0xdf) {
            missing = 1;
        } else if (octet >= 0xe0 && octet <= 0xef) {
            missing = 2;
            lower = octet == 0xe0 ? 0xa0 : 0x80;
            upper = octet == 0xed ? 0x9f : 0xbf;
        } else if (octet >= 0xf0 && octet <= 0xf4) {
            missing = 3;
            lower = octet == 0xf0 ? 0x90 : 0x80;
            upper = octet == 0xf4 ? 0x8f : 0xbf;
        } else {
            return false;
        }
        return true;
    }
}
