package dev.seaworthy.wire;

import dev.seaworthy.kernel.Reach;

/** The engine on Netty. */
final class NettyWire {
    private NettyWire() {}

    static Wire open(Reach reach) {
        throw new IllegalStateException("not here yet: " + reach.runId());
    }
}
