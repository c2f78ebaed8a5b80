package dev.seaworthy.ratelimit;

import dev.seaworthy.config.Surroundings;
import dev.seaworthy.wire.Wire;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** From where requests can be sent. The loopback has a second address; elsewhere there is one, for all that we know. */
final class Addresses {
    private static final byte[] SECOND = {127, 0, 0, 2};

    private Addresses() {}

    /** An engine for each address, the usual one first; to be closed by the caller. */
    static List<Wire> of(Surroundings surroundings) {
        List<Wire> wires = new ArrayList<>();
        wires.add(Wire.open(surroundings.reach()));
        try {
            URI target = surroundings.environment().targets().http();
            boolean here = target.getHost() != null
                    && InetAddress.getByName(target.getHost()).isLoopbackAddress()
                    && target.getHost().startsWith("127.");
            if (here) {
                wires.add(Wire.open(surroundings.reach(), InetAddress.getByAddress(SECOND)));
            }
        } catch (UnknownHostException | IllegalArgumentException e) {
            // Without a second address the question of addresses stays open, and that is told where it is asked.
            return List.copyOf(wires);
        }
        return List.copyOf(wires);
    }
}
