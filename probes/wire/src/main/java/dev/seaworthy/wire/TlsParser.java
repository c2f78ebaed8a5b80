package dev.seaworthy.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The records of a server that answers a {@link TlsHello}, cut anyhow (RFC 8446 section 5.1). Bounded: no message and no
 * answer beyond {@link #LIMIT}. It never throws for what the peer sent. Not thread-safe.
 */
final class TlsParser {
    /** More than any handshake needs; a chain of twenty large certificates fits. */
    static final int LIMIT = 256 * 1024;

    private static final int HEADER = 5;
    private static final int LARGEST_RECORD = 16_384 + 2_048;

    private final byte[] hello;
    private final @Nullable TlsKeys keys;
    private final TlsMessages messages = new TlsMessages();
    private byte[] pending = new byte[0];
    private byte[] handshake = new byte[0];
    private long total;
    private boolean helloRead;
    private TlsReply.@Nullable Ending ending;
    private String flaw = "";
    private int alert = -1;

    /**
     * A parser of one answer.
     *
     * @param hello our ClientHello, without its record
     * @param keys those whose shares it held; null for none
     */
    TlsParser(byte[] hello, @Nullable TlsKeys keys) {
        this.hello = hello;
        this.keys = keys;
    }

    /** Takes what arrived; what comes after the end is ignored. */
    void feed(byte[] bytes) {
        if (ending != null) {
            return;
        }
        total += bytes.length;
        pending = joined(pending, bytes);
        int at = 0;
        try {
            while (ending == null && pending.length - at >= 1) {
                int type = pending[at] & 0xFF;
                boolean known = type >= 20 && type <= 23;
                if (!known || (pending.length - at >= 2 && pending[at + 1] != 3)) {
                    notTls(at);
                    return;
                }
                if (pending.length - at < HEADER) {
                    break;
                }
                int length = (pending[at + 3] & 0xFF) << 8 | pending[at + 4] & 0xFF;
                if (length > LARGEST_RECORD) {
                    throw new TlsMessages.Flaw("a record that is longer than any may be");
                }
                if (pending.length - at < HEADER + length) {
                    break;
                }
                byte[] header = Arrays.copyOfRange(pending, at, at + HEADER);
                byte[] body = Arrays.copyOfRange(pending, at + HEADER, at + HEADER + length);
                at += HEADER + length;
                record(type, header, body);
            }
            pending = Arrays.copyOfRange(pending, at, pending.length);
            if (ending == null && total > LIMIT) {
                throw new TlsMessages.Flaw("more than " + LIMIT + " bytes without an end");
            }
        } catch (TlsMessages.Flaw e) {
            malformed(String.valueOf(e.getMessage()));
        }
    }

    private void notTls(int at) {
        String start = new String(pending, at, Math.min(5, pending.length - at), StandardCharsets.ISO_8859_1);
        if (helloRead || alert >= 0) {
            malformed("bytes that are no record, after some that were");
        } else if (start.length() < 5 && "HTTP/".startsWith(start)) {
            // More of it tells; nothing else begins like that.
            return;
        } else {
            ending = TlsReply.Ending.NOT_TLS;
            flaw = start.equals("HTTP/") ? "it answers in plain HTTP" : "it does not speak TLS on this port";
        }
    }

    private void malformed(String what) {
        ending = TlsReply.Ending.MALFORMED;
        flaw = what;
    }

    private void record(int type, byte[] header, byte[] body) throws TlsMessages.Flaw {
        switch (type) {
            case 20 -> {
                if (body.length != 1) {
                    throw new TlsMessages.Flaw("a ChangeCipherSpec that is not one byte");
                }
            }
            case 21 -> alert(body);
            case 22 -> handshake(body);
            default -> encrypted(header, body);
        }
    }

    private void alert(byte[] body) throws TlsMessages.Flaw {
        if (body.length != 2) {
            throw new TlsMessages.Flaw("an alert that is not two bytes");
        }
        boolean warning = body[0] == 1 && body[1] != 0;
        if (!warning) {
            alert = body[1] & 0xFF;
            ending = TlsReply.Ending.ALERT;
        }
    }

    private void handshake(byte[] body) throws TlsMessages.Flaw {
        if (body.length == 0) {
            throw new TlsMessages.Flaw("an empty handshake record");
        }
        handshake = joined(handshake, body);
        while (ending == null && handshake.length >= 4) {
            int length = (handshake[1] & 0xFF) << 16 | (handshake[2] & 0xFF) << 8 | handshake[3] & 0xFF;
            if (length > LIMIT) {
                throw new TlsMessages.Flaw("a handshake message of " + length + " bytes");
            }
            if (handshake.length < 4 + length) {
                return;
            }
            byte[] message = Arrays.copyOf(handshake, 4 + length);
            handshake = Arrays.copyOfRange(handshake, 4 + length, handshake.length);
            messages.take(message[0] & 0xFF, Arrays.copyOfRange(message, 4, message.length));
            if (message[0] == 2) {
                helloRead = true;
                agree(message);
            }
            if (messages.isDone()) {
                ending = TlsReply.Ending.AGREED;
            }
        }
    }

    private void agree(byte[] serverHello) throws TlsMessages.Flaw {
        if (!messages.wantsKeys()) {
            return;
        }
        if (keys == null) {
            throw new TlsMessages.Flaw("a key share for none of ours");
        }
        try {
            keys.agree(messages.suiteCode(), messages.shareGroup(), messages.share(), joined(hello, serverHello));
        } catch (GeneralSecurityException e) {
            throw new TlsMessages.Flaw("a key share that is none");
        }
    }

    private void encrypted(byte[] header, byte[] body) throws TlsMessages.Flaw {
        if (keys == null || !keys.areAgreed()) {
            throw new TlsMessages.Flaw("an encrypted record before there are keys");
        }
        byte[] text;
        try {
            text = keys.open(header, body);
        } catch (GeneralSecurityException e) {
            throw new TlsMessages.Flaw("an encrypted record that is not authentic");
        }
        int end = text.length - 1;
        while (end >= 0 && text[end] == 0) {
            end--;
        }
        if (end < 0) {
            throw new TlsMessages.Flaw("an encrypted record without a type");
        }
        byte[] content = Arrays.copyOf(text, end);
        if (text[end] == 22) {
            handshake(content);
        } else if (text[end] == 21) {
            alert(content);
        } else {
            throw new TlsMessages.Flaw("encrypted data before the handshake is over");
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        if (first.length == 0) {
            return second.clone();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(first.length + second.length);
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    /** How it ended; null while it has not. */
    TlsReply.@Nullable Ending ending() {
        return ending;
    }

    /** What is wrong with the answer, in words that hold nothing of the peer's; empty if nothing is. */
    String flaw() {
        return flaw;
    }

    /** The description of the alert; -1 for none. */
    int alert() {
        return alert;
    }

    /** Bytes read so far. */
    long total() {
        return total;
    }

    TlsReply.@Nullable Choice choice() {
        return messages.choice();
    }
}
