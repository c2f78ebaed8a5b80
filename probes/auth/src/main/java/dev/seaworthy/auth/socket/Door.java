package dev.seaworthy.auth.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.settings.SocketSettings;
import dev.seaworthy.auth.settings.SocketSettings.Carrier;
import dev.seaworthy.auth.settings.SocketSettings.Encoding;
import dev.seaworthy.auth.settings.SocketSettings.Place;
import dev.seaworthy.auth.settings.SocketSettings.Question;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.Handshake;
import dev.seaworthy.wire.WebSocket;
import dev.seaworthy.wire.WebSocketRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Knocks at {@code targets.websocket}, with a token in a carrier or without. Keeps the exchanges of all tries. Used by one
 * thread; closes every socket that it opened when it is closed.
 */
final class Door implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);
    private static final int NORMAL = 1000;

    /** Client errors that another cause than the credential brings about. */
    private static final Set<Integer> ABOUT_THE_LOAD = Set.of(408, 425, 429);

    /** Internal error, restart, try again later (IANA's registry of close codes). */
    private static final Set<Integer> TROUBLE = Set.of(1011, 1012, 1013, 1014);

    private final Bench bench;
    private final SocketSettings settings;
    private final URI uri;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<WebSocket> open = new ArrayList<>();
    private int nonces;

    Door(Bench bench, SocketSettings settings, URI uri) {
        this.bench = bench;
        this.settings = settings;
        this.uri = uri;
    }

    SocketSettings settings() {
        return settings;
    }

    Bench bench() {
        return bench;
    }

    List<Exchange> exchanges() {
        return exchanges;
    }

    /** Whether the trial before ended with this token being let in; then that is evidence here, too. */
    boolean heldJustNow(Secret token) {
        LastControl last = bench.shared(LastControl.class, LastControl::new);
        if (!token.reveal().equals(last.token)) {
            return false;
        }
        exchanges.addAll(last.exchanges);
        return true;
    }

    /** Notes that this token was let in the usual way; without exchanges, that it was not. */
    void held(Secret token, List<Exchange> by) {
        LastControl last = bench.shared(LastControl.class, LastControl::new);
        last.token = by.isEmpty() ? "" : token.reveal();
        last.exchanges = List.copyOf(by);
    }

    /** Whether a trial before has shown that nobody is let in without a token; then that is evidence here, too. */
    boolean refusedNobodyBefore() {
        List<Exchange> by = bench.shared(LastControl.class, LastControl::new).nobody;
        exchanges.addAll(by);
        return !by.isEmpty();
    }

    /** Notes that nobody is let in without a token. */
    void refusedNobody(List<Exchange> by) {
        bench.shared(LastControl.class, LastControl::new).nobody = List.copyOf(by);
    }

    /** The controls that were tried last. */
    private static final class LastControl {
        private String token = "";
        private List<Exchange> exchanges = List.of();
        private List<Exchange> nobody = List.of();
    }

    /** The way in which the contract's clients show their token. */
    Carrier usual() {
        return settings.carriers().get(0);
    }

    /** A bare handshake that offers the application's subprotocol. */
    WebSocketRequest bare() {
        String subprotocol = settings.subprotocol();
        return WebSocketRequest.to(uri)
                .within(bench.environment().rails().answerTimeout())
                .offering(subprotocol == null ? List.of() : List.of(subprotocol));
    }

    /** A handshake with a token in this carrier; one in the first message changes nothing about it. */
    static WebSocketRequest dressed(WebSocketRequest bare, Carrier carrier, Secret token) {
        String value = carrier.prefix() + spelled(carrier, token);
        return switch (carrier.in()) {
            case HEADER -> bare.header(carrier.name(), value);
            case COOKIE -> bare.header("Cookie", carrier.name() + "=" + value);
            case QUERY -> {
                String text = bare.uri().toString();
                String parameter = carrier.name() + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
                yield new WebSocketRequest(
                        URI.create(text + (text.contains("?") ? "&" : "?") + parameter),
                        bare.subprotocols(),
                        bare.headers(),
                        bare.timeout());
            }
            case SUBPROTOCOL -> {
                List<String> offered = new ArrayList<>(bare.subprotocols());
                offered.add(value);
                yield bare.offering(offered);
            }
            case MESSAGE -> bare;
        };
    }

    private static String spelled(Carrier carrier, Secret token) {
        return carrier.encoding() == Encoding.RAW
                ? token.reveal()
                : Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(token.reveal().getBytes(StandardCharsets.UTF_8));
    }

    /** Tries to be let in with this token, closes the socket again, and says what came of it. */
    Entry attempt(Carrier carrier, @Nullable Secret token, String what) throws InterruptedException {
        return attempt(bare(), carrier, token, what);
    }

    Entry attempt(WebSocketRequest bare, Carrier carrier, @Nullable Secret token, String what)
            throws InterruptedException {
        Entry entry = enter(bare, carrier, token);
        leave(entry, what);
        return entry;
    }

    /** As {@link #attempt}, but the socket stays open where there is one; it belongs into {@link #leave}. */
    Entry enter(WebSocketRequest bare, Carrier carrier, @Nullable Secret token) throws InterruptedException {
        Handshake handshake = handshake(token == null ? bare : dressed(bare, carrier, token));
        WebSocket socket = handshake.socket();
        if (socket == null) {
            return unopened(handshake);
        }
        open.add(socket);
        if (token != null && carrier.in() == Place.MESSAGE && carrier.send() != null) {
            var unused = socket.sendText(text(carrier.send()).replace("{token}", spelled(carrier, token)));
        }
        Answer answer = ask(socket, settings.echo(), "");
        Reading reading = answer.found.isPresent() ? Reading.ACCEPTED : ended(socket);
        String words = answer.found.isPresent()
                ? "opened, and a message was answered"
                : "opened with 101, and no message was answered; " + ending(socket);
        return new Entry(reading, words, false, handshake, socket, answer.first);
    }

    private Handshake handshake(WebSocketRequest request) throws InterruptedException {
        try {
            Handshake handshake = bench.wire().connect(request).get();
            exchanges.add(handshake.exchange());
            return handshake;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the handshake could not be sent", e.getCause());
        }
    }

    /** The handshake alone; what it opens is closed. */
    Handshake knock(WebSocketRequest request) throws InterruptedException {
        Handshake handshake = handshake(request);
        WebSocket socket = handshake.socket();
        if (socket != null) {
            var unused = socket.close(NORMAL, "");
        }
        return handshake;
    }

    /** A bare handshake whose socket stays open until the door is closed. */
    Handshake hold() throws InterruptedException {
        Handshake handshake = handshake(bare());
        WebSocket socket = handshake.socket();
        if (socket != null) {
            open.add(socket);
        }
        return handshake;
    }

    private static Entry unopened(Handshake handshake) {
        boolean ours = handshake.outcome() == Outcome.INSTRUMENT || handshake.outcome() == Outcome.NOT_SENT;
        if (ours || !handshake.outcome().answered()) {
            String words = ours ? "our own client failed: " + handshake.detail() : "no answer: " + handshake.detail();
            return new Entry(Reading.UNANSWERED, words, ours, handshake, null, "");
        }
        int status = handshake.status();
        boolean shed = status == 429
                || (status == 503 && handshake.headers().first("Retry-After").isPresent());
        Reading reading = shed
                ? Reading.SHED
                : status >= 500
                        ? Reading.BROKEN
                        : status >= 400 && !ABOUT_THE_LOAD.contains(status) ? Reading.REFUSED : Reading.UNCLEAR;
        String words = status == 101 ? "answered 101 with a wrong Sec-WebSocket-Accept" : "answered " + status;
        return new Entry(reading, words, false, handshake, null, "");
    }

    /** What the end of an opened socket says that answered nothing: closed on purpose is refused, late. */
    private static Reading ended(WebSocket socket) {
        WebSocket.End end = socket.ended().getNow(null);
        if (end == null || end.cause() == WebSocket.Cause.DROPPED) {
            return Reading.UNCLEAR;
        }
        return end.cause() == WebSocket.Cause.PROTOCOL_ERROR || TROUBLE.contains(end.code())
                ? Reading.BROKEN
                : Reading.REFUSED;
    }

    /** In words whether and how it ended. */
    static String ending(WebSocket socket) {
        WebSocket.End end = socket.ended().getNow(null);
        if (end == null) {
            return "the socket is open";
        }
        return switch (end.cause()) {
            case CLOSED_BY_US -> "closed by us with " + end.code();
            case CLOSED_BY_PEER -> "closed by the server with " + end.code();
            case DROPPED -> "dropped by the server without a Close frame";
            case PROTOCOL_ERROR -> "ended with " + end.code() + " because the server broke the protocol";
        };
    }

    /** Whether the contract's echo is answered on an open socket. */
    boolean echoes(WebSocket socket) throws InterruptedException {
        return ask(socket, settings.echo(), "").found.isPresent();
    }

    /**
     * Asks, and waits for the answer, for the end, or until patience is over.
     *
     * @param user stands for {@code {user}} in the question
     */
    Answer ask(WebSocket socket, Question question, String user) throws InterruptedException {
        String nonce = say(socket, question, user);
        return listen(socket, question, nonce, "");
    }

    /** As {@link #ask}, with an echo behind it: when that is answered, the question has been, too, if ever it is. */
    Answer askAndEcho(WebSocket socket, Question question, String user) throws InterruptedException {
        String nonce = say(socket, question, user);
        return listen(socket, question, nonce, say(socket, settings.echo(), ""));
    }

    private String say(WebSocket socket, Question question, String user) {
        String nonce = Bench.hex(bench.random("nonce of socket " + nonces++), 8);
        var unused =
                socket.sendText(text(question.send()).replace("{nonce}", nonce).replace("{user}", user));
        return nonce;
    }

    private Answer listen(WebSocket socket, Question question, String nonce, String lastNonce)
            throws InterruptedException {
        long deadline = bench.time().nanos() + patience().toNanos();
        String first = "";
        String last = "";
        while (true) {
            long left = deadline - bench.time().nanos();
            WebSocket.Message message = left <= 0 ? null : socket.next(Duration.ofNanos(left));
            if (message == null || message.kind() == WebSocket.Message.Kind.END) {
                return new Answer(Optional.empty(), first, last);
            }
            if (message.kind() != WebSocket.Message.Kind.TEXT) {
                continue;
            }
            first = first.isEmpty() ? message.text() : first;
            JsonNode tree = read(message.text());
            if (answers(tree, question, nonce)) {
                return new Answer(Optional.of(tree), first, message.text());
            }
            if (!lastNonce.isEmpty() && answers(tree, settings.echo(), lastNonce)) {
                return new Answer(Optional.empty(), first, last);
            }
            last = message.text();
        }
    }

    private static boolean answers(JsonNode message, Question question, String nonce) {
        return message.at(question.nonce()).asText("").equals(nonce)
                && message.at(question.expect().pointer())
                        .asText("")
                        .equals(question.expect().value());
    }

    private Duration patience() {
        Duration timeout = bench.environment().rails().answerTimeout();
        return timeout.compareTo(LONGEST_ANSWER) < 0 ? timeout : LONGEST_ANSWER;
    }

    /** Keeps what was said as evidence, and closes. */
    void leave(Entry entry, String what) {
        WebSocket socket = entry.socket();
        if (socket != null) {
            exchanges.add(socket.transcript(what));
            var unused = socket.close(NORMAL, "");
        }
    }

    /** A message as JSON; a missing node for anything else. */
    static JsonNode read(String message) {
        try {
            JsonNode tree = JSON.readTree(message);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException notJson) {
            // A peer may speak as it likes; what is not JSON is no answer.
            return MissingNode.getInstance();
        }
    }

    private static String text(JsonNode written) {
        return written.isTextual() ? written.asText() : written.toString();
    }

    @Override
    public void close() {
        open.forEach(socket -> {
            var unused = socket.close(NORMAL, "");
        });
    }

    /**
     * What was said to a question.
     *
     * @param found the answer, if it came
     * @param first the first text since the socket was read last, or empty
     * @param last the last, or empty
     */
    record Answer(Optional<JsonNode> found, String first, String last) {}
}
