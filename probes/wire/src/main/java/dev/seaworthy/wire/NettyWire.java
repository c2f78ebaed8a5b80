package dev.seaworthy.wire;

import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Reach;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine on Netty. */
final class NettyWire implements Wire {
    /** How a call ends that was not sent because the engine is closed. */
    static final Failure CLOSED = new Failure(Outcome.NOT_SENT, "the engine is closed");

    /** How many failures under load are recorded with their bytes; a storm of them must not become the load. */
    private static final int RECORDED_FAILURES = 200;

    private final Reach reach;
    private final @Nullable InetAddress source;
    private final Identity identity;
    private final Tls tls;
    private final AddressBook addresses;
    private final ExchangeMaker maker;
    private final Routes routes = new Routes();
    private final Map<EventLoop, Lane> lanes = new ConcurrentHashMap<>();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicInteger failures = new AtomicInteger();
    private final SecureRandom random = new SecureRandom();
    private final Object opening = new Object();
    private volatile @Nullable EventLoopGroup own;
    private volatile boolean closed;

    private NettyWire(Reach reach, @Nullable InetAddress source) {
        NettyLog.silence();
        this.reach = reach;
        this.source = source;
        this.identity = Identity.of(reach.runId());
        this.tls = Tls.trusting(reach.trustedCertificates());
        this.addresses = new AddressBook(reach.allowList(), reach.time());
        this.maker = new ExchangeMaker(new Redaction(reach.vault()), reach.time());
    }

    static Wire open(Reach reach) {
        return new NettyWire(reach, null);
    }

    static Wire open(Reach reach, InetAddress source) {
        try (ServerSocket trial = new ServerSocket()) {
            // Not every address that can be bound is listed with an interface: all of 127/8 can on Linux.
            trial.bind(new InetSocketAddress(source, 0));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "nothing can be sent from " + source.getHostAddress() + ", which is no address of this machine: "
                            + e.getMessage(),
                    e);
        }
        return new NettyWire(reach, source);
    }

    @Override
    public HttpAnswer exchange(HttpRequest request) throws InterruptedException {
        try {
            return send(request).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is never exceptional", e);
        }
    }

    @Override
    public CompletableFuture<HttpAnswer> send(HttpRequest request) {
        EvidenceCall call = call(request);
        if (!call.answer().isDone()) {
            submit(List.of(call), lane -> lane.dispatch(call));
        }
        return call.answer();
    }

    @Override
    public CompletableFuture<List<HttpAnswer>> together(List<HttpRequest> requests, Duration pause) {
        if (pause.isNegative()) {
            throw new IllegalArgumentException("last bytes cannot leave " + pause.negated() + " before the others");
        }
        List<EvidenceCall> calls = requests.stream().map(this::call).toList();
        List<EvidenceCall> fit =
                calls.stream().filter(call -> !call.answer().isDone()).toList();
        submit(fit, lane -> new Salvo(lane, pause, fit).start());
        CompletableFuture<?>[] answers =
                calls.stream().map(EvidenceCall::answer).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(answers)
                .thenApply(
                        all -> calls.stream().map(call -> call.answer().join()).toList());
    }

    /** The call of a request; it has already failed if the request cannot be sent. */
    private EvidenceCall call(HttpRequest request) {
        long now = reach.time().nanos();
        Origin origin = Origin.of(reach.allowList().require(request.uri()));
        String objection = RequestBytes.objection(request);
        HttpRequest fit =
                objection == null ? request : new HttpRequest("GET", request.uri(), Headers.NONE, new byte[0]);
        Route route = routes.of(origin, LoadOptions.HttpVersion.HTTP_1_1, Integer.MAX_VALUE);
        EvidenceCall call = new EvidenceCall(fit, route, RequestBytes.of(fit, origin, identity), maker, now);
        if (objection != null) {
            call.firedNanos = now;
            call.failed(new Failure(Outcome.INSTRUMENT, "not sent: " + objection), null, now);
        }
        var unused = call.answer().thenAccept(answer -> reach.budget().ended(answer.outcome(), answer.status()));
        return call;
    }

    @Override
    public LoadTemplate prepare(HttpRequest request, LoadOptions options) {
        Origin origin = Origin.of(reach.allowList().require(request.uri()));
        Route route = routes.of(origin, options.version(), options.connectionsPerLoop());
        boolean framing = route.version() != LoadOptions.HttpVersion.HTTP_1_1;
        String objection = framing && request.http10()
                ? "a request in HTTP/1.0 cannot go over HTTP/2"
                : RequestBytes.objection(request);
        RequestBytes bytes = objection == null ? RequestBytes.of(request, origin, identity) : null;
        boolean framed = bytes != null && framing;
        Http2Headers fields = framed ? RequestFields.of(request, origin, identity) : null;
        return new LoadTemplate(request, options, route, bytes, fields, objection);
    }

    @Override
    public void send(
            PreparedRequest request,
            ScheduledExecutorService loop,
            long intendedNanos,
            long firedNanos,
            LoadListener listener) {
        if (!(request instanceof LoadTemplate template)) {
            throw new IllegalArgumentException("a request under load is prepared by this engine");
        }
        Lane lane = lane(loop, false);
        if (lane.loop().inEventLoop()) {
            lane.send(template, intendedNanos, firedNanos, listener);
        } else {
            lane.loop().execute(() -> lane.send(template, intendedNanos, firedNanos, listener));
        }
    }

    @Override
    public void send(HttpRequest request, ScheduledExecutorService loop, long intendedNanos, LoadListener listener) {
        long fired = reach.time().nanos();
        send(prepare(request, LoadOptions.STANDARD.keepingBody()), loop, intendedNanos, fired, listener);
    }

    @Override
    public void observe(PreparedRequest request, ScheduledExecutorService loop, long intendedNanos, Observer observer) {
        if (!(request instanceof LoadTemplate template)) {
            throw new IllegalArgumentException("a request under load is prepared by this engine");
        }
        Route route = template.route();
        RequestBytes bytes = template.bytes();
        HttpRequest fit = bytes == null
                ? new HttpRequest("GET", template.request().uri(), Headers.NONE, new byte[0])
                : template.request();
        ObservedCall call = new ObservedCall(
                fit,
                routes.of(route.origin(), LoadOptions.HttpVersion.HTTP_1_1, route.connections()),
                bytes == null ? RequestBytes.of(fit, route.origin(), identity) : bytes,
                maker,
                intendedNanos,
                observer);
        Lane lane = lane(loop, false);
        if (bytes == null) {
            long now = reach.time().nanos();
            call.firedNanos = now;
            call.failed(new Failure(Outcome.INSTRUMENT, "not sent: " + template.objection()), null, now);
        } else if (lane.loop().inEventLoop()) {
            lane.dispatch(call);
        } else {
            lane.loop().execute(() -> lane.dispatch(call));
        }
    }

    @Override
    public CompletableFuture<Handshake> connect(WebSocketRequest request) {
        reach.allowList().require(request.uri());
        long now = reach.time().nanos();
        HandshakeCall call = new HandshakeCall(request, this, now, true);
        Lane lane = ownLane();
        if (lane == null) {
            call.fail(CLOSED);
        } else {
            submit(lane, () -> call.start(lane), () -> call.fail(CLOSED));
        }
        var unused =
                call.result().thenAccept(handshake -> reach.budget().ended(handshake.outcome(), handshake.status()));
        return call.result();
    }

    @Override
    public CompletableFuture<Handshake> connect(
            WebSocketRequest request, ScheduledExecutorService loop, long intendedNanos) {
        reach.allowList().require(request.uri());
        HandshakeCall call = new HandshakeCall(request, this, intendedNanos, false);
        Lane lane = lane(loop, false);
        if (lane.loop().inEventLoop()) {
            call.start(lane);
        } else {
            submit(lane, () -> call.start(lane), () -> call.fail(CLOSED));
        }
        return call.result();
    }

    @Override
    public CompletableFuture<TlsReply> hello(URI target, TlsHello hello) {
        Origin origin = Origin.of(reach.allowList().require(target));
        TlsCall call = new TlsCall(hello, origin, this, reach.time().nanos());
        Lane lane = ownLane();
        if (lane == null) {
            call.fail(TlsReply.Ending.NOT_SENT, CLOSED);
        } else {
            submit(lane, () -> call.start(lane), () -> call.fail(TlsReply.Ending.NOT_SENT, CLOSED));
        }
        return call.result();
    }

    @Override
    public CompletableFuture<List<InetAddress>> addresses(URI target) {
        return addresses.lookUp(Origin.of(target).host()).exceptionally(unknown -> List.of());
    }

    /** Does this with the engine's own lane; if there is none any more, the calls have failed. */
    private void submit(List<EvidenceCall> calls, Consumer<Lane> task) {
        Lane lane = ownLane();
        Runnable refused = () -> {
            for (EvidenceCall call : calls) {
                call.firedNanos = reach.time().nanos();
                call.failed(CLOSED, null, call.firedNanos);
            }
        };
        if (lane == null) {
            refused.run();
        } else {
            submit(lane, () -> task.accept(lane), refused);
        }
    }

    private static void submit(Lane lane, Runnable task, Runnable refused) {
        try {
            lane.loop().execute(task);
        } catch (RejectedExecutionException e) {
            refused.run();
        }
    }

    /** The engine's own lane; null after {@link #close}. */
    private @Nullable Lane ownLane() {
        EventLoopGroup group = own;
        if (group == null) {
            synchronized (opening) {
                if (closed) {
                    return null;
                }
                group = own;
                if (group == null) {
                    group = new MultiThreadIoEventLoopGroup(
                            1, new DefaultThreadFactory("seaworthy-wire", true), Transport.own());
                    own = group;
                }
            }
        }
        return lane(group.next(), true);
    }

    private Lane lane(ScheduledExecutorService executor, boolean recording) {
        if (!(executor instanceof EventLoop loop)) {
            throw new IllegalArgumentException(executor.getClass().getName() + " is not an event loop of Netty");
        }
        Lane lane = lanes.get(loop);
        return lane != null
                ? lane
                : lanes.computeIfAbsent(
                        loop,
                        key -> new Lane(
                                this, key, new Dialer(key, addresses, tls, reach.connectTimeout(), source), recording));
    }

    @Override
    public void close() {
        EventLoopGroup group;
        synchronized (opening) {
            if (closed) {
                return;
            }
            closed = true;
            group = own;
        }
        List<Lane> open = new ArrayList<>(lanes.values());
        CountDownLatch ended = new CountDownLatch(open.size());
        boolean waiting = true;
        for (Lane lane : open) {
            waiting &= !lane.loop().inEventLoop();
            Runnable closing = () -> {
                lane.close();
                ended.countDown();
            };
            submit(lane, closing, ended::countDown);
        }
        addresses.close();
        try {
            // On one of the loops, waiting would keep that loop from closing anything.
            boolean over = waiting && ended.await(500, TimeUnit.MILLISECONDS);
            if (group != null) {
                group.shutdownGracefully(0, 400, TimeUnit.MILLISECONDS).await(over ? 400 : 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A value for {@code Sec-WebSocket-Key}: 16 random bytes (RFC 6455 section 4.1). */
    String freshKey() {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }

    /** Bytes that the peer cannot know. */
    byte[] freshBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A seed that the peer cannot know. */
    long freshSeed() {
        return random.nextLong();
    }

    boolean isClosed() {
        return closed;
    }

    Reach reach() {
        return reach;
    }

    Identity identity() {
        return identity;
    }

    ExchangeMaker maker() {
        return maker;
    }

    /** Whether one more failure under load is recorded with its bytes. */
    boolean recordsFailure() {
        return failures.incrementAndGet() <= RECORDED_FAILURES;
    }

    Link link(Channel channel, Origin origin, boolean recording) {
        long number = connections.incrementAndGet();
        return recording ? Link.of(channel, origin, number) : Link.lean(channel, origin, number);
    }

    Failure budgetSpent() {
        Optional<String> halted = reach.budget().halted();
        if (halted.isPresent()) {
            return new Failure(Outcome.NOT_SENT, "run stopped", "the run was stopped: " + halted.get());
        }
        return new Failure(
                Outcome.NOT_SENT,
                "budget spent",
                "the run's budget of " + reach.budget().limit() + " requests is spent; raise rails to send more");
    }
}
