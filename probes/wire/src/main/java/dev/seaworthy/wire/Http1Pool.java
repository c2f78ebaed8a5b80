package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 connections: one call at a time on each, and no more of them than the route allows. */
final class Http1Pool implements Pool {
    /**
     * A request that must not be sent twice goes on no connection that has been idle for longer: the usual servers hang up
     * after five seconds and more, and the request could cross that.
     */
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

    private final Lane lane;
    private final Route route;
    private final ArrayDeque<HttpConnection> resting = new ArrayDeque<>();
    private final WaitQueue waiting;
    /** Connections that are open or being opened. */
    private int open;

    Http1Pool(Lane lane, Route route) {
        this.lane = lane;
        this.route = route;
        this.waiting = new WaitQueue(lane);
    }

    @Override
    public void carry(Call call) {
        HttpConnection pooled = pooled(call);
        if (pooled != null) {
            pooled.carry(call);
        } else if (open < route.connections()) {
            dial(call);
        } else {
            waiting.add(call);
        }
    }

    /** Sends a call once more, on a new connection; false if the budget does not allow it. */
    boolean repeat(Call call) {
        if (!lane.permits()) {
            return false;
        }
        call.repeated = true;
        call.writtenNanos = Clocks.NOT_REACHED;
        if (open < route.connections()) {
            dial(call);
        } else {
            waiting.add(call);
        }
        return true;
    }

    private @Nullable HttpConnection pooled(Call call) {
        HttpConnection last = resting.pollLast();
        if (last == null || last.isActive() && call.request().idempotent()) {
            return last;
        }
        for (long now = lane.now(); last != null; last = resting.pollLast()) {
            if (last.isActive() && (call.request().idempotent() || now - last.idleSinceNanos() < FRESH_NANOS)) {
                return last;
            }
            last.drop();
        }
        return null;
    }

    private void dial(Call call) {
        open++;
        lane.dialer().dial(route.origin(), route.offer(lane.isRecording()), new Dialer.Caller() {
            @Override
            public void connected(Channel channel) {
                HttpConnection connection = connection(channel);
                connection.carry(call);
                channel.config().setAutoRead(true);
            }

            @Override
            public void failed(Failure failure) {
                gone();
                call.failed(failure, null, lane.now());
            }
        });
    }

    /** Takes over a connection that was opened for HTTP/2, and on which HTTP/1.1 was agreed, with its first call. */
    void adopt(Channel channel, @Nullable Call first) {
        HttpConnection connection = take(channel);
        if (first == null) {
            resting.addLast(connection);
        } else {
            connection.carry(first);
        }
        channel.config().setAutoRead(true);
    }

    /** Takes over an open connection; what it carries, and that it reads, is the caller's concern. */
    HttpConnection take(Channel channel) {
        open++;
        return connection(channel);
    }

    private HttpConnection connection(Channel channel) {
        HttpConnection connection = new HttpConnection(lane, this, lane.link(channel, route.origin()));
        if (!route.origin().tls() && !lane.isRecording()) {
            channel.config().setRecvByteBufAllocator(lane.reads());
        }
        channel.pipeline().addLast(connection);
        lane.enter(connection);
        return connection;
    }

    /** Whether somebody waits for a connection. */
    boolean isSought() {
        return waiting.size() > 0;
    }

    /** A connection is free: for who waits, or for later. */
    void rest(HttpConnection connection) {
        Call next = connection.isActive() ? waiting.poll() : null;
        if (next == null) {
            resting.addLast(connection);
        } else {
            connection.carry(next);
        }
    }

    /** A connection has ended; may be told more than once. */
    void forget(HttpConnection connection) {
        if (lane.leave(connection)) {
            resting.remove(connection);
            gone();
        }
    }

    private void gone() {
        open--;
        if (open < route.connections() && !lane.isClosed()) {
            Call next = waiting.poll();
            if (next != null) {
                dial(next);
            }
        }
    }

    @Override
    public void close() {
        waiting.fail(NettyWire.CLOSED);
    }
}
