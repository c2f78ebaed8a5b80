package dev.seaworthy.wire;

import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.OpenSsl;
import org.jspecify.annotations.Nullable;

/**
 * Which native parts of the engine this machine can use; where one is missing, the JDK's own takes its place.
 *
 * @param transport null if connections are carried by epoll, else why the JDK's NIO carries them
 * @param tls null if TLS is spoken by netty-tcnative, else why the JDK's speaks it
 */
public record NativeParts(
        @Nullable String transport, @Nullable String tls) {
    /** Those of this process. */
    public static NativeParts ofThisProcess() {
        return new NativeParts(
                Epoll.isAvailable() ? null : reason(Epoll.unavailabilityCause()),
                OpenSsl.isAvailable() ? null : reason(OpenSsl.unavailabilityCause()));
    }

    private static String reason(@Nullable Throwable cause) {
        Throwable root = cause;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        String message = root == null || root.getMessage() == null ? "no reason given" : root.getMessage();
        return message.lines().findFirst().orElse("no reason given");
    }
}
