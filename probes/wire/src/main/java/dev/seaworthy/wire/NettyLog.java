package dev.seaworthy.wire;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Netty's own log, which would write to stderr what belongs in outcomes, and could quote what it read. */
final class NettyLog {
    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger ALL = Logger.getLogger("io.netty");

    private NettyLog() {}

    static void silence() {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        ALL.setLevel(Level.OFF);
    }
}
