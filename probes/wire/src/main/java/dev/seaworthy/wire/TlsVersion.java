package dev.seaworthy.wire;

import java.util.Arrays;
import java.util.Optional;

/** A version of SSL or TLS, in the order of their age. */
public enum TlsVersion {
    /** RFC 6101; prohibited by RFC 7568. */
    SSL_3_0(0x0300, "SSL 3.0"),
    /** RFC 2246; deprecated by RFC 8996. */
    TLS_1_0(0x0301, "TLS 1.0"),
    /** RFC 4346; deprecated by RFC 8996. */
    TLS_1_1(0x0302, "TLS 1.1"),
    /** RFC 5246. */
    TLS_1_2(0x0303, "TLS 1.2"),
    /** RFC 8446. */
    TLS_1_3(0x0304, "TLS 1.3");

    private final int code;
    private final String text;

    TlsVersion(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** Its number on the wire. */
    public int code() {
        return code;
    }

    static Optional<TlsVersion> of(int code) {
        return Arrays.stream(values()).filter(version -> version.code == code).findFirst();
    }

    @Override
    public String toString() {
        return text;
    }
}
