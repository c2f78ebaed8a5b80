package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.LoadOptions.HttpVersion;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 connections: many calls on one, and another one only when the peer allows no more streams on those that are
 * open. Where the peer may choose and chose HTTP/1.1, an {@link Http1Pool} takes over.
 */
final class Http2Pool implements Pool {
    private static final Failure DECLINED = new Failure(Outcome.PROTOCOL, "the peer does not speak HTTP/2");

    private final Lane lane;
    private final Route route;
    private final List<Http2Session> sessions = new ArrayList<>();
    private final WaitQueue waiting;
    private boolean dialing;
    private @Nullable Http1Pool fallback;

    Http2Pool(Lane lane, Route route) {
        this.lane = lane;
        this.route = route;
        this.waiting = new WaitQueue(lane);
    }

    @Override
    public void carry(Call call) {
        Http2Session free = waiting.size() == 0 ? free() : null;
        if (fallback != null) {
            fallback.carry(call);
        } else if (free != null) {
            free.carry(call);
        } else {
            waiting.add(call);
            grow();
        }
    }

    /** Sends a call once more; false if the budget does not allow it. */
    boolean repeat(Call call) {
        if (!lane.permits()) {
            return false;
        }
        call.repeated = true;
        call.writtenNanos = Clocks.NOT_REACHED;
        carry(call);
        return true;
    }

    private @Nullable Http2Session free() {
        for (int i = 0; i < sessions.size(); i++) {
            if (sessions.get(i).hasRoom()) {
                return sessions.get(i);
            }
        }
        return null;
    }

    private void grow() {
        if (dialing || waiting.size() == 0 || sessions.size() >= route.connections() || lane.isClosed()) {
            return;
        }
        dialing = true;
        lane.dialer().dial(route.origin(), route.offer(lane.isRecording()), new Dialer.Caller() {
            @Override
            public void connected(Channel channel) {
                opened(channel);
            }

            @Override
            public void failed(Failure failure) {
                lost(failure);
            }
        });
    }

    private void opened(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null || ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
            Http2Session.open(lane, this, lane.link(channel, route.origin()));
        } else if (route.version() == HttpVersion.HTTP_2) {
            Link.shut(channel);
            lost(DECLINED);
        } else {
            dialing = false;
            Http1Pool pool = new Http1Pool(lane, route);
            fallback = pool;
            pool.adopt(channel, waiting.poll());
            for (Call next = waiting.poll(); next != null; next = waiting.poll()) {
                pool.carry(next);
            }
        }
    }

    /** The peer has said how much it takes: the connection can be used. */
    void ready(Http2Session session) {
        dialing = false;
        sessions.add(session);
        freed();
    }

    /** No connection came of the attempt. */
    void lost(Failure failure) {
        dialing = false;
        if (sessions.isEmpty()) {
            waiting.fail(failure);
        }
    }

    /** A connection takes no more calls. */
    void retired(Http2Session session) {
        sessions.remove(session);
        grow();
    }

    /** There may be room for who waits. */
    void freed() {
        while (waiting.size() > 0) {
            Http2Session free = free();
            Call next = free == null ? null : waiting.poll();
            if (free == null || next == null) {
                break;
            }
            free.carry(next);
        }
        grow();
    }

    @Override
    public void close() {
        waiting.fail(NettyWire.CLOSED);
        if (fallback != null) {
            fallback.close();
        }
    }
}
