package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Reach;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * The wire engine of one run. Thread-safe.
 *
 * <p>Two ways in. <em>With evidence</em>, for checks: on the engine's own event loop, every exchange recorded and
 * redacted. <em>Under load</em>: on the caller's event loop, with one keep-alive pool per loop, clocks only.
 */
public interface Wire extends AutoCloseable {
    /** Opens an engine. It owns one event loop thread for checks; under load it uses the loops that it is given. */
    static Wire open(Reach reach) {
        return NettyWire.open(reach);
    }

    /**
     * As {@link #open(Reach)}, but all its connections come from this address of the machine; origins of another address
     * family are then out of reach.
     *
     * @throws IllegalArgumentException if the machine does not have it
     */
    static Wire open(Reach reach, InetAddress source) {
        return NettyWire.open(reach, source);
    }

    /**
     * Sends a request and waits for what comes of it.
     *
     * @throws dev.seaworthy.kernel.AllowList.NotAllowed before anything is sent
     */
    HttpAnswer exchange(HttpRequest request) throws InterruptedException;

    /** As {@link #exchange}, without waiting. Never completes exceptionally. */
    CompletableFuture<HttpAnswer> send(HttpRequest request);

    /**
     * Sends requests so that their last bytes leave together: each on a new connection of its own, everything but the last
     * byte first, and the last bytes of all, one right after the other, when all connections stand and {@code pause} is
     * over. {@link Clocks#writtenNanos} is when the last byte was handed over. Never completes exceptionally: a request
     * whose connection cannot be opened has its failed answer, and the others go on without it. All connections are closed
     * afterwards.
     *
     * @param pause for what was sent before to arrive and be read; not negative
     * @return the answers in the order of the requests
     * @throws dev.seaworthy.kernel.AllowList.NotAllowed before anything is sent
     */
    CompletableFuture<List<HttpAnswer>> together(List<HttpRequest> requests, Duration pause);

    /**
     * Makes a request ready to be sent again and again under load.
     *
     * @throws dev.seaworthy.kernel.AllowList.NotAllowed if its origin is not on the allow-list
     */
    PreparedRequest prepare(HttpRequest request, LoadOptions options);

    /**
     * Sends a request under load, on {@code loop}, without evidence.
     *
     * @param request of this engine's {@link #prepare}
     * @param loop the virtual user's event loop; must be one of Netty's
     * @param intendedNanos when the schedule meant it to start
     * @param firedNanos when the injector began to work on it
     */
    void send(
            PreparedRequest request,
            ScheduledExecutorService loop,
            long intendedNanos,
            long firedNanos,
            LoadListener listener);

    /**
     * Sends a request under load that is another one each time, such as a login; the listener gets its body. Work on it
     * begins with this call.
     *
     * @throws dev.seaworthy.kernel.AllowList.NotAllowed before anything is sent
     */
    void send(HttpRequest request, ScheduledExecutorService loop, long intendedNanos, LoadListener listener);

    /**
     * Sends a request under load, over HTTP/1.1, whose listener may ask for evidence of what came of it. Costs more than
     * {@link #send(PreparedRequest, ScheduledExecutorService, long, long, LoadListener)}, also where none is asked for: the
     * whole answer is kept until its end. Redirects are answers.
     *
     * @param request of this engine's {@link #prepare}
     * @param loop the virtual user's event loop; must be one of Netty's
     * @param intendedNanos when the schedule meant it to start; work on it begins with this call
     */
    void observe(PreparedRequest request, ScheduledExecutorService loop, long intendedNanos, Observer observer);

    /**
     * Attempts a WebSocket handshake, with evidence, on the engine's own loop. Never completes exceptionally: a handshake
     * that fails is a {@link Handshake} without a socket.
     */
    CompletableFuture<Handshake> connect(WebSocketRequest request);

    /** As {@link #connect(WebSocketRequest)}, under load on {@code loop}; keeps evidence only of a failure. */
    CompletableFuture<Handshake> connect(WebSocketRequest request, ScheduledExecutorService loop, long intendedNanos);

    /**
     * Sends a ClientHello of our own to the host and port of an {@code https} or {@code wss} URI and reads what the server
     * says to it, up to where keys end what can be read; then hangs up. One hello is one request of the budget, and has the
     * time that a connection has. Never completes exceptionally.
     *
     * @throws dev.seaworthy.kernel.AllowList.NotAllowed before anything is sent
     */
    CompletableFuture<TlsReply> hello(URI target, TlsHello hello);

    /** The addresses of the host of a URI, in the system's order; none where it has none. */
    CompletableFuture<List<InetAddress>> addresses(URI target);

    /** Closes every connection, pooled or upgraded. Waits for at most a second. */
    @Override
    void close();

    /** Where the result of a request under load goes; called once, on the loop. */
    @FunctionalInterface
    interface LoadListener {
        /**
         * The request ended.
         *
         * @param outcome {@link Outcome#OK} when a complete answer arrived, whatever its status
         * @param status 0 when no answer was complete
         * @param body readable during the call only; empty when there was none, or when it was not to be kept
         * @param detail what failed, in a phrase that is the same for every failure of its kind and holds nothing that
         *     the peer sent; empty for a complete answer
         */
        void ended(Clocks clocks, Outcome outcome, int status, byte[] body, String detail);
    }

    /** Where the result of an observed request under load goes; called once, on the loop. */
    @FunctionalInterface
    interface Observer {
        /**
         * The request ended; as {@link LoadListener#ended}.
         *
         * @param body as received; may hold secrets
         * @param whole the answer with its redacted record; may be asked during the call only, and costs as much as a check
         */
        void ended(Clocks clocks, Outcome outcome, int status, byte[] body, String detail, Supplier<HttpAnswer> whole);
    }
}
