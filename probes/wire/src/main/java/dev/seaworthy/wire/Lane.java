package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.LoadOptions.HttpVersion;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What the engine does on one event loop: a pool of connections for each route. For that loop only. */
final class Lane {
    private final NettyWire wire;
    private final EventLoop loop;
    private final Dialer dialer;
    private final Set<Abandonable> open = new HashSet<>();
    private final SplittableRandom masks;
    private final boolean recording;
    private @Nullable SharedReads reads;
    /** By the number of the route. */
    private @Nullable Pool[] pools = new Pool[4];

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
        if (template.objection() != null) {
            listener.ended(
                    new Clocks(intendedNanos, firedNanos, Clocks.NOT_REACHED, Clocks.NOT_REACHED, now()),
                    Outcome.INSTRUMENT,
                    0,
                    LoadCall.NO_BODY,
                    "not sent: " + template.objection());
        } else {
            carry(new LoadCall(this, template, listener, intendedNanos, firedNanos));
        }
    }

    /** Sends a call for a check. */
    void dispatch(Call call) {
        call.firedNanos = now();
        carry(call);
    }

    /** Sends a call, if there is budget for it. */
    void carry(Call call) {
        if (admits(call)) {
            pool(call.route()).carry(call);
        }
    }

    /** Takes a call from the budget; if it does not allow it, the call has failed. */
    boolean admits(Call call) {
        if (wire.isClosed()) {
            call.failed(NettyWire.CLOSED, null, now());
            return false;
        }
        if (!wire.reach().budget().take()) {
            call.failed(wire.budgetSpent(), null, now());
            return false;
        }
        return true;
    }

    private Pool pool(Route route) {
        int number = route.number();
        if (number >= pools.length) {
            pools = Arrays.copyOf(pools, Math.max(pools.length * 2, number + 1));
        }
        Pool pool = pools[number];
        if (pool == null) {
            pool = route.version() == HttpVersion.HTTP_1_1 ? new Http1Pool(this, route) : new Http2Pool(this, route);
            pools[number] = pool;
        }
        return pool;
    }

    /** What follows a redirect; null if nothing does: it leads outside the allow-list, or nowhere. */
    @Nullable
    LoadTemplate redirected(LoadTemplate template, int status, String location) {
        HttpRequest next = Redirect.next(template.request(), status, location);
        return next != null && wire.reach().allowList().permits(next.uri())
                ? wire.prepare(next, template.options())
                : null;
    }

    /** Whether a call may be sent once more; takes it from the budget. */
    boolean permits() {
        return !wire.isClosed() && wire.reach().budget().take();
    }

    boolean isClosed() {
        return wire.isClosed();
    }

    /** Whether what happens here is evidence. */
    boolean isRecording() {
        return recording;
    }

    Link link(Channel channel, Origin origin) {
        return wire.link(channel, origin, recording);
    }

    /** What connections that keep nothing read into. */
    SharedReads reads() {
        if (reads == null) {
            reads = new SharedReads();
        }
        return reads;
    }

    void enter(Abandonable opened) {
        open.add(opened);
    }

    /** Takes it out of the books; false if it was not in them. */
    boolean leave(Abandonable ended) {
        return open.remove(ended);
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
        for (Pool pool : pools) {
            if (pool != null) {
                pool.close();
            }
        }
        dialer.close();
        new ArrayList<>(open).forEach(Abandonable::abandon);
    }

    long now() {
        return wire.reach().time().nanos();
    }

    long connectNanos() {
        return wire.reach().connectTimeout().toNanos();
    }

    long answerNanos() {
        return wire.reach().answerTimeout().toNanos();
    }
}
