package dev.seaworthy.ratelimit.websocket;

import dev.seaworthy.ratelimit.session.Deciding;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Servers with limits. */
final class Houses {
    static final String OK = "{\"ok\":true}";
    static final String ERROR = "{\"error\":\"rate\"}";

    private Houses() {}

    /** What is done with one message too many. */
    interface Refusing {
        void refuse(TalkServer.Peer peer) throws IOException;
    }

    static final Refusing BY_ERROR = peer -> peer.text(ERROR);
    static final Refusing BY_CLOSE = peer -> peer.closeWith(1008);
    static final Refusing BY_SILENCE = peer -> {};

    static TalkServer.House perConnection(Supplier<Deciding> limiter, Refusing refusing) {
        return token -> limited(limiter.get(), refusing);
    }

    static TalkServer.House perToken(Supplier<Deciding> limiter, Refusing refusing) {
        Map<String, Deciding> known = new ConcurrentHashMap<>();
        return token -> limited(known.computeIfAbsent(token, unused -> limiter.get()), refusing);
    }

    static TalkServer.House forAll(Deciding limiter, Refusing refusing) {
        return token -> limited(limiter, refusing);
    }

    private static TalkServer.Talk limited(Deciding limiter, Refusing refusing) {
        return (peer, message) -> {
            boolean admitted;
            synchronized (limiter) {
                admitted = limiter.admits(System.nanoTime());
            }
            if (admitted) {
                peer.text(OK);
            } else {
                refusing.refuse(peer);
            }
        };
    }

    static TalkServer.House unlimited() {
        return token -> echoing();
    }

    static TalkServer.Talk echoing() {
        return (peer, message) -> peer.text(OK);
    }

    /** So many connections open for each token, or for all. */
    static TalkServer.House capped(int cap, boolean perToken) {
        Map<String, Integer> open = new ConcurrentHashMap<>();
        return new TalkServer.House() {
            @Override
            public TalkServer.@Nullable Talk enter(String token) {
                String key = perToken ? token : "all";
                if (open.merge(key, 1, Integer::sum) > cap) {
                    open.merge(key, -1, Integer::sum);
                    return null;
                }
                return echoing();
            }

            @Override
            public void left(String token) {
                open.merge(perToken ? token : "all", -1, Integer::sum);
            }
        };
    }
}
