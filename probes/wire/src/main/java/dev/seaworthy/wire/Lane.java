package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the engine does on one event loop: its pool of keep-alive connections, and how calls get onto them. For that loop
 * only.
 */
final class Lane {
    /**
     * A request that must not be sent twice goes on no connection that has been idle for longer: the usual servers hang up
     * after five seconds and more, and the request could cross that.
     */
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

    private final NettyWire wire;
    private final EventLoop loop;
    private final Dialer dialer;
    private final Map<Origin, ArrayDeque<HttpConnection>> resting = new HashMap<>();
    private final Set<Abandonable> open = new HashSet<>();
    private final SplittableRandom masks;
    private final boolean recording;

    Lane(NettyWire wire, EventLoop loop, Dialer dialer, boolean recording) {
        this.recording = recording;
        this.masks = new SplittableRandom(wire.freshSeed());
        this.wire = wire;
        this.loop = loop;
        this.dialer = dialer;
    }

    EventLoop loop() {
        return loop;
    }

    /** Sends a request under load. */
    void send(LoadTemplate template, long intendedNanos, long firedNanos, Wire.LoadListener listener) {
        RequestBytes bytes = template.bytes();
        if (bytes == null) {
            listener.ended(
                    new Clocks(intendedNanos, firedNanos, Clocks.NOT_REACHED, Clocks.NOT_REACHED, now()),
                    Outcome.INSTRUMENT,
                    0,
                    new byte[0],
                    "not sent: " + template.objection());
            return;
        }
        LoadCall call = new LoadCall(template.origin(), bytes, listener, intendedNanos);
        call.firedNanos = firedNanos;
        carry(call);
    }

    /** Sends a call on a pooled connection or a new one. */
    void dispatch(Call call) {
        call.firedNanos = now();
        carry(call);
    }

    private void carry(Call call) {
        if (wire.isClosed()) {
            call.failed(NettyWire.CLOSED, null, now());
        } else if (!wire.reach().budget().take()) {
            call.failed(NettyWire.budgetSpent(wire.reach()), null, now());
        } else {
            HttpConnection pooled = pooled(call);
            if (pooled == null) {
                dial(call);
            } else {
                pooled.carry(call);
            }
        }
    }

    /** Sends a call once more, on a new connection; false if the budget does not allow it. */
    boolean repeat(Call call) {
        if (wire.isClosed() || !wire.reach().budget().take()) {
            return false;
        }
        call.repeated = true;
        call.writtenNanos = Clocks.NOT_REACHED;
        dial(call);
        return true;
    }

    private @Nullable HttpConnection pooled(Call call) {
        ArrayDeque<HttpConnection> pool = resting.get(call.origin);
        if (pool == null) {
            return null;
        }
        long now = now();
        for (HttpConnection last = pool.pollLast(); last != null; last = pool.pollLast()) {
            boolean fresh = call.request.idempotent() || now - last.idleSinceNanos() < FRESH_NANOS;
            if (last.isActive() && fresh) {
                return last;
            }
            Link.shut(last.link().channel());
        }
        return null;
    }

    private void dial(Call call) {
        dialer.dial(call.origin, new Dialer.Caller() {
            @Override
            public void connected(Channel channel) {
                HttpConnection connection = new HttpConnection(Lane.this, wire.link(channel, call.origin, recording));
                channel.pipeline().addLast(connection);
                open.add(connection);
                connection.carry(call);
                channel.config().setAutoRead(true);
            }

            @Override
            public void failed(Failure failure) {
                call.failed(failure, null, now());
            }
        });
    }

    /** Puts a connection into the pool. */
    void rest(HttpConnection connection) {
        resting.computeIfAbsent(connection.link().origin(), origin -> new ArrayDeque<>())
                .addLast(connection);
    }

    /** Takes a connection that has ended out of the books. */
    void forget(HttpConnection connection) {
        ArrayDeque<HttpConnection> pool = resting.get(connection.link().origin());
        if (open.remove(connection) && pool != null) {
            pool.remove(connection);
        }
    }

    void enter(Abandonable opened) {
        open.add(opened);
    }

    void leave(Abandonable ended) {
        open.remove(ended);
    }

    /** A masking key that the peer cannot predict (RFC 6455 section 5.3). */
    int freshMask() {
        return masks.nextInt();
    }

    Dialer dialer() {
        return dialer;
    }

    /** Ends everything on this loop. */
    void close() {
        dialer.close();
        new ArrayList<>(open).forEach(Abandonable::abandon);
    }

    long now() {
        return wire.reach().time().nanos();
    }

    long answerNanos() {
        return wire.reach().answerTimeout().toNanos();
    }
}
