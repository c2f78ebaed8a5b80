package dev.seaworthy.ratelimit.websocket;

import dev.seaworthy.wire.WebSocketRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is said on a WebSocket to try its limits. Immutable.
 *
 * @param callers the handshakes of the callers, the own one first
 * @param message sent as text; {@link #ID} in it becomes another value each time, and a reply that contains the value is
 *     known to belong to it; without, replies belong to messages in order
 * @param refusal found in a reply that refuses, or null where no reply does
 * @param patience how long nothing may come before a message counts as dropped; longer than any usual reply takes
 * @param settling how long after a handshake greetings, and a Close instead of one, are waited for
 */
public record Conversation(
        List<WebSocketRequest> callers,
        String message,
        @Nullable Pattern refusal,
        Duration patience,
        Duration settling) {
    /** Stands for a value that is another one in each message. */
    public static final String ID = "{id}";

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration SETTLING = Duration.ofMillis(50);

    public Conversation {
        callers = List.copyOf(callers);
        if (callers.isEmpty() || patience.isNegative() || patience.isZero() || settling.isNegative()) {
            throw new IllegalArgumentException("a conversation needs a caller and some patience");
        }
    }

    /** Of one caller, without a refusing reply; with a patience of 2 s. */
    public static Conversation of(WebSocketRequest own, String message) {
        return new Conversation(List.of(own), message, null, PATIENCE, SETTLING);
    }

    /** The same with another caller more. */
    public Conversation with(WebSocketRequest other) {
        List<WebSocketRequest> all = new ArrayList<>(callers);
        all.add(other);
        return new Conversation(all, message, refusal, patience, settling);
    }

    /** The same where a reply that contains this refuses. */
    public Conversation refusedBy(Pattern found) {
        return new Conversation(callers, message, found, patience, settling);
    }

    /** The same with another patience. */
    public Conversation waiting(Duration longest) {
        return new Conversation(callers, message, refusal, longest, settling);
    }

    boolean refuses(String reply) {
        Pattern pattern = refusal;
        return pattern != null && pattern.matcher(reply).find();
    }

    boolean numbered() {
        return message.contains(ID);
    }

    /** Without what may be a credential. */
    @Override
    public String toString() {
        return callers.get(0) + ", " + callers.size() + " callers";
    }
}
