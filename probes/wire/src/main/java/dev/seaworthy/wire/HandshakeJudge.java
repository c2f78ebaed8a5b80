package dev.seaworthy.wire;

import dev.seaworthy.wire.Handshake.Fault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds an answer against RFC 6455 section 4.1, rule by rule. */
final class HandshakeJudge {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private HandshakeJudge() {}

    /** The rules that the answer breaks; of an answer other than 101 nothing else is asked. */
    static Set<Fault> faults(int status, Headers answer, Headers request, List<String> offered) {
        EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
        if (status != 101) {
            faults.add(Fault.NOT_SWITCHING);
            return faults;
        }
        if (!tokens(answer, "Upgrade").contains("websocket")) {
            faults.add(Fault.UPGRADE);
        }
        if (!tokens(answer, "Connection").contains("upgrade")) {
            faults.add(Fault.CONNECTION);
        }
        String expected = accept(request.first("Sec-WebSocket-Key").orElse(""));
        List<String> accepts = answer.all("Sec-WebSocket-Accept");
        if (accepts.isEmpty()) {
            faults.add(Fault.ACCEPT_MISSING);
        } else if (accepts.size() > 1 || !accepts.get(0).equals(expected)) {
            faults.add(Fault.ACCEPT_WRONG);
        }
        Set<String> extensions = new HashSet<>(tokens(request, "Sec-WebSocket-Extensions"));
        if (!extensions.containsAll(tokens(answer, "Sec-WebSocket-Extensions"))) {
            faults.add(Fault.EXTENSION_NOT_OFFERED);
        }
        subprotocol(answer.all("Sec-WebSocket-Protocol"), offered, faults);
        return faults;
    }

    private static void subprotocol(List<String> selected, List<String> offered, EnumSet<Fault> faults) {
        if (selected.isEmpty() && !offered.isEmpty()) {
            faults.add(Fault.SUBPROTOCOL_ABSENT);
        }
        if (selected.size() > 1) {
            faults.add(Fault.SUBPROTOCOL_TWICE);
        }
        for (String value : selected) {
            if (value.isEmpty()) {
                faults.add(Fault.SUBPROTOCOL_EMPTY);
            } else if (!offered.contains(value)) {
                faults.add(Fault.SUBPROTOCOL_NOT_OFFERED);
            }
        }
    }

    /** Whether the answer proves that the server understood this very handshake: the socket can be used. */
    static boolean isUsable(int status, Headers answer, String key) {
        return status == 101 && answer.first("Sec-WebSocket-Accept").orElse("").equals(accept(key));
    }

    /** The accept value for a key (section 4.2.2, item 5.4). */
    static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static List<String> tokens(Headers headers, String name) {
        return headers.all(name).stream()
                .flatMap(value -> Tokens.of(value).stream())
                .toList();
    }
}
