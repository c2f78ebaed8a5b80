package dev.seaworthy.wire;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls whose last bytes leave together. Each has a connection of its own, on which all that comes before has been sent for
 * a while, so that neither connecting nor reading the rest spreads them at the peer. For its event loop only; used once.
 */
final class Salvo {
    private final Lane lane;
    private final long pauseNanos;
    private final List<EvidenceCall> calls;
    private final @Nullable HttpConnection[] held;
    private int opening;

    Salvo(Lane lane, Duration pause, List<EvidenceCall> calls) {
        this.lane = lane;
        this.pauseNanos = pause.toNanos();
        this.calls = calls;
        this.held = new HttpConnection[calls.size()];
    }

    void start() {
        List<Integer> admitted = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            calls.get(i).firedNanos = lane.now();
            if (lane.admits(calls.get(i))) {
                admitted.add(i);
            }
        }
        opening = admitted.size();
        admitted.forEach(this::open);
    }

    private void open(int number) {
        EvidenceCall call = calls.get(number);
        lane.dialer().dial(call.route().origin(), new Dialer.Caller() {
            @Override
            public void connected(Channel channel) {
                HttpConnection connection = new Http1Pool(lane, call.route()).take(channel);
                held[number] = connection;
                connection.hold(call);
                CompletableFuture<?> unused = call.answer().whenComplete((answer, never) -> connection.drop());
                channel.config().setAutoRead(true);
                opened();
            }

            @Override
            public void failed(Failure failure) {
                call.failed(failure, null, lane.now());
                opened();
            }
        });
    }

    private void opened() {
        opening--;
        if (opening == 0) {
            Future<?> unused = lane.loop().schedule(this::letGo, pauseNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void letGo() {
        for (HttpConnection connection : held) {
            if (connection != null) {
                connection.letGo();
            }
        }
        // Only now, so that nothing but handing over lies between one and the next.
        for (HttpConnection connection : held) {
            if (connection != null) {
                connection.flush();
            }
        }
    }
}
