package dev.seaworthy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a {@link TlsHello} (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2). */
final class TlsHelloBytes {
    private static final int SERVER_NAME = 0;
    private static final int STATUS_REQUEST = 5;
    private static final int GROUPS = 10;
    private static final int POINT_FORMATS = 11;
    private static final int SIGNATURES = 13;
    private static final int ALPN = 16;
    private static final int TICKET = 35;
    private static final int VERSIONS = 43;
    private static final int KEY_SHARE = 51;
    private static final int RENEGOTIATION = 0xFF01;

    private static final int[] CURVES = {TlsKeys.X25519, TlsKeys.SECP256R1, 0x0018, 0x0019};

    /** From the strong to the weak, since a server may have nothing but a weak one. */
    private static final int[] ALGORITHMS = {
        0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0603, 0x0806, 0x0601, 0x0807, 0x0203, 0x0201, 0x0402, 0x0202,
        0x0101
    };

    private final TlsHello hello;
    private final byte[] random;
    private final @Nullable TlsKeys keys;

    private TlsHelloBytes(TlsHello hello, byte[] random, @Nullable TlsKeys keys) {
        this.hello = hello;
        this.random = random;
        this.keys = keys;
    }

    /**
     * The handshake message, without its record.
     *
     * @param random 64 bytes: the client random, and the session id of TLS 1.3's compatibility mode
     * @param keys whose shares are sent; null for none
     */
    static byte[] message(TlsHello hello, byte[] random, @Nullable TlsKeys keys) {
        ByteBuf body = new TlsHelloBytes(hello, random, keys).body();
        ByteBuf message = Unpooled.buffer().writeByte(1).writeMedium(body.readableBytes()).writeBytes(body);
        return ByteBufUtil.getBytes(message);
    }

    /** The record that carries it; its version is what clients have always said first. */
    static byte[] record(TlsHello hello, byte[] message) {
        boolean ssl = hello.newest() == TlsVersion.SSL_3_0;
        ByteBuf record = Unpooled.buffer()
                .writeByte(22)
                .writeShort(ssl ? TlsVersion.SSL_3_0.code() : TlsVersion.TLS_1_0.code())
                .writeShort(message.length)
                .writeBytes(message);
        return ByteBufUtil.getBytes(record);
    }

    private boolean offers13() {
        return hello.newest() == TlsVersion.TLS_1_3;
    }

    private ByteBuf body() {
        ByteBuf body = Unpooled.buffer();
        body.writeShort(offers13() ? TlsVersion.TLS_1_2.code() : hello.newest().code());
        body.writeBytes(random, 0, 32);
        body.writeByte(offers13() ? 32 : 0);
        body.writeBytes(random, 32, offers13() ? 32 : 0);
        body.writeShort(hello.suites().size() * 2);
        hello.suites().forEach(suite -> body.writeShort(suite.code()));
        if (hello.extras().contains(TlsHello.Extra.DEFLATE)) {
            body.writeByte(2).writeByte(1).writeByte(0);
        } else {
            body.writeByte(1).writeByte(0);
        }
        if (hello.newest() != TlsVersion.SSL_3_0) {
            ByteBuf extensions = extensions();
            body.writeShort(extensions.readableBytes()).writeBytes(extensions);
        }
        return body;
    }

    private ByteBuf extensions() {
        ByteBuf all = Unpooled.buffer();
        String name = hello.serverName();
        if (name != null) {
            byte[] host = name.getBytes(StandardCharsets.US_ASCII);
            add(
                    all,
                    SERVER_NAME,
                    Unpooled.buffer()
                            .writeShort(host.length + 3)
                            .writeByte(0)
                            .writeShort(host.length)
                            .writeBytes(host));
        }
        add(all, GROUPS, list(CURVES));
        add(all, POINT_FORMATS, Unpooled.buffer().writeByte(1).writeByte(0));
        add(all, SIGNATURES, list(ALGORITHMS));
        add(all, TICKET, Unpooled.EMPTY_BUFFER);
        add(all, RENEGOTIATION, Unpooled.buffer().writeByte(0));
        if (!hello.protocols().isEmpty()) {
            add(all, ALPN, protocols(hello.protocols()));
        }
        if (hello.extras().contains(TlsHello.Extra.OCSP)) {
            add(all, STATUS_REQUEST, Unpooled.buffer().writeByte(1).writeShort(0).writeShort(0));
        }
        if (offers13()) {
            ByteBuf versions = Unpooled.buffer().writeByte(hello.versions().size() * 2);
            hello.versions().stream()
                    .sorted(Comparator.reverseOrder())
                    .forEach(version -> versions.writeShort(version.code()));
            add(all, VERSIONS, versions);
            add(all, KEY_SHARE, shares());
        }
        return all;
    }

    private ByteBuf shares() {
        ByteBuf shares = Unpooled.buffer();
        if (keys != null) {
            share(shares, TlsKeys.X25519, keys.x25519Share());
            share(shares, TlsKeys.SECP256R1, keys.p256Share());
        }
        return Unpooled.buffer().writeShort(shares.readableBytes()).writeBytes(shares);
    }

    private static void share(ByteBuf to, int group, byte[] key) {
        to.writeShort(group).writeShort(key.length).writeBytes(key);
    }

    private static ByteBuf protocols(List<String> names) {
        ByteBuf list = Unpooled.buffer();
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            list.writeByte(bytes.length).writeBytes(bytes);
        }
        return Unpooled.buffer().writeShort(list.readableBytes()).writeBytes(list);
    }

    private static ByteBuf list(int[] numbers) {
        ByteBuf list = Unpooled.buffer().writeShort(numbers.length * 2);
        for (int number : numbers) {
            list.writeShort(number);
        }
        return list;
    }

    private static void add(ByteBuf to, int type, ByteBuf content) {
        to.writeShort(type).writeShort(content.readableBytes()).writeBytes(content);
    }
}
