package dev.seaworthy.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The handshake messages of a server, up to where its keys or our silence end what can be read. Strict: what is not as the
 * RFC has it is a flaw, which is thrown as {@link Flaw}. Not thread-safe.
 */
final class TlsMessages {
    /** SHA-256 of "HelloRetryRequest" (RFC 8446 section 4.1.3). */
    private static final byte[] RETRY =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    private final Set<Integer> extensions = new TreeSet<>();
    private final List<byte[]> certificates = new ArrayList<>();
    private @Nullable TlsVersion version;
    private String suite = "";
    private int suiteCode;
    private boolean retry;
    private boolean compressed;
    private @Nullable String protocol;
    private String keyExchange = "";
    private int dhBits;
    private int certificatesInAll;
    private boolean stapled;
    private boolean asks;
    private boolean done;
    private int group;
    private byte[] share = new byte[0];

    /** What is not as it should be, in words that hold nothing of the peer's. */
    static final class Flaw extends Exception {
        private static final long serialVersionUID = 1L;

        Flaw(String message) {
            super(message);
        }
    }

    /** Takes one message. */
    void take(int type, byte[] body) throws Flaw {
        ByteBuffer in = ByteBuffer.wrap(body);
        try {
            if (version == null && type != 2 && type != 0) {
                throw new Flaw("a handshake message before the ServerHello");
            }
            switch (type) {
                case 2 -> serverHello(in);
                case 8 -> extensions(vector(in, 2));
                case 11 -> certificates(in);
                case 12 -> keyExchange(in);
                case 13 -> asks = true;
                case 14, 20 -> done = true;
                case 22 -> stapled = true;
                case 0, 4, 15 -> {
                    // HelloRequest, NewSessionTicket, CertificateVerify: nothing here depends on them.
                }
                default -> throw new Flaw("a handshake message that no server sends");
            }
        } catch (BufferUnderflowException e) {
            throw new Flaw("a handshake message that is shorter than it says");
        }
    }

    private void serverHello(ByteBuffer in) throws Flaw {
        if (version != null) {
            throw new Flaw("a second ServerHello");
        }
        int legacy = in.getShort() & 0xFFFF;
        byte[] random = bytes(in, 32);
        vector(in, 1);
        suiteCode = in.getShort() & 0xFFFF;
        suite = TlsSuite.name(suiteCode);
        compressed = in.get() != 0;
        retry = Arrays.equals(random, RETRY);
        version = TlsVersion.of(legacy).orElseThrow(() -> new Flaw("a version that there is not"));
        if (in.hasRemaining()) {
            extensions(vector(in, 2));
        }
        done = retry || (version == TlsVersion.TLS_1_3 && share.length == 0);
    }

    private void extensions(ByteBuffer in) throws Flaw {
        while (in.hasRemaining()) {
            int type = in.getShort() & 0xFFFF;
            ByteBuffer content = vector(in, 2);
            if (!extensions.add(type)) {
                throw new Flaw("an extension that comes twice");
            }
            if (type == 43) {
                int code = content.getShort() & 0xFFFF;
                version = TlsVersion.of(code).orElseThrow(() -> new Flaw("a version that there is not"));
            } else if (type == 16) {
                ByteBuffer list = vector(content, 2);
                protocol = printable(vector(list, 1));
            } else if (type == 51) {
                group = content.getShort() & 0xFFFF;
                keyExchange = group(group);
                share = content.hasRemaining() ? rest(vector(content, 2)) : new byte[0];
            }
        }
    }

    private void certificates(ByteBuffer in) throws Flaw {
        boolean tls13 = version == TlsVersion.TLS_1_3;
        if (tls13) {
            vector(in, 1);
        }
        ByteBuffer list = vector(in, 3);
        while (list.hasRemaining()) {
            byte[] certificate = rest(vector(list, 3));
            certificatesInAll++;
            if (certificates.size() < TlsReply.Choice.MOST_CERTIFICATES) {
                certificates.add(certificate);
            }
            if (tls13) {
                ByteBuffer about = vector(list, 2);
                while (about.hasRemaining()) {
                    int type = about.getShort() & 0xFFFF;
                    vector(about, 2);
                    stapled |= type == 5;
                }
            }
        }
        done |= tls13;
    }

    private void keyExchange(ByteBuffer in) throws Flaw {
        if (suite.contains("ECDH")) {
            if (in.get() != 3) {
                keyExchange = "an explicit curve";
                return;
            }
            keyExchange = group(in.getShort() & 0xFFFF);
        } else if (suite.contains("DH")) {
            byte[] prime = rest(vector(in, 2));
            dhBits = new java.math.BigInteger(1, prime).bitLength();
            keyExchange = "DH " + dhBits + " bits";
        }
    }

    private static String group(int code) {
        return switch (code) {
            case 0x0017 -> "secp256r1";
            case 0x0018 -> "secp384r1";
            case 0x0019 -> "secp521r1";
            case 0x001D -> "x25519";
            case 0x001E -> "x448";
            default -> String.format(java.util.Locale.ROOT, "group 0x%04X", code);
        };
    }

    private static String printable(ByteBuffer text) {
        return StandardCharsets.US_ASCII.decode(text).toString().replaceAll("[^ -~]", "?");
    }

    /** What a length of this many bytes says is there. */
    private static ByteBuffer vector(ByteBuffer in, int lengthBytes) throws Flaw {
        int length = 0;
        for (int i = 0; i < lengthBytes; i++) {
            length = length << 8 | in.get() & 0xFF;
        }
        if (length > in.remaining()) {
            throw new Flaw("a length that leads outside its message");
        }
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return content;
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] rest(ByteBuffer in) {
        return bytes(in, in.remaining());
    }

    /** Whether everything has been said that can be read. */
    boolean isDone() {
        return done;
    }

    /** Whether the ServerHello that was just read begins encryption. */
    boolean wantsKeys() {
        return version == TlsVersion.TLS_1_3 && !done;
    }

    int suiteCode() {
        return suiteCode;
    }

    int shareGroup() {
        return group;
    }

    byte[] share() {
        return share.clone();
    }

    /** What the server chose; null before its ServerHello. */
    TlsReply.@Nullable Choice choice() {
        TlsVersion chosen = version;
        return chosen == null
                ? null
                : new TlsReply.Choice(
                        chosen,
                        suite,
                        retry,
                        compressed,
                        extensions,
                        protocol,
                        keyExchange,
                        dhBits,
                        certificates,
                        certificatesInAll,
                        stapled,
                        asks);
    }
}
