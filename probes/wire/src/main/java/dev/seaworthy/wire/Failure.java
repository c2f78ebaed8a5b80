package dev.seaworthy.wire;

import dev.seaworthy.kernel.Outcome;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no complete answer.
 *
 * @param outcome what it counts as
 * @param kind the same phrase for every failure of the kind, without anything that the peer sent
 * @param detail one line, not redacted yet
 */
record Failure(Outcome outcome, String kind, String detail) {
    /** A failure of which there is no more to say than its kind. */
    Failure(Outcome outcome, String kind) {
        this(outcome, kind, kind);
    }

    static Failure of(Fault fault) {
        return new Failure(Outcome.PROTOCOL, fault.kind(), fault.detail());
    }

    /** What an exception of the transport means, while a connection to {@code origin} was opened or used. */
    static Failure of(Throwable thrown, Origin origin) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Failure failure = recognise(cause, origin);
            if (failure != null) {
                return failure;
            }
        }
        if (thrown instanceof java.io.IOException) {
            return ofMessage(thrown, origin);
        }
        return new Failure(Outcome.INSTRUMENT, "the client failed", "the client failed: " + thrown);
    }

    private static @Nullable Failure recognise(Throwable cause, Origin origin) {
        if (cause instanceof UntrustedCertificate) {
            return new Failure(Outcome.TLS, "certificate not trusted", String.valueOf(cause.getMessage()));
        }
        if (cause instanceof NotSslRecordException) {
            return new Failure(Outcome.TLS, "not TLS", origin + " does not speak TLS on this port");
        }
        if (cause instanceof SSLException && cause.getCause() == null) {
            return new Failure(
                    Outcome.TLS, "tls handshake failed", "TLS with " + origin + " failed: " + cause.getMessage());
        }
        if (cause instanceof UnknownHostException) {
            return new Failure(
                    Outcome.REFUSED, "name does not resolve", "the name " + origin.host() + " does not resolve");
        }
        if (cause instanceof ConnectTimeoutException) {
            return new Failure(Outcome.TIMEOUT, "connect timed out", "no connection to " + origin + " in time");
        }
        if (cause instanceof NoRouteToHostException) {
            return new Failure(Outcome.REFUSED, "unreachable", origin + " is unreachable: " + cause.getMessage());
        }
        return cause instanceof ConnectException ? ofMessage(cause, origin) : null;
    }

    private static Failure ofMessage(Throwable cause, Origin origin) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("too many open files")) {
            return new Failure(
                    Outcome.INSTRUMENT, "too many open files", "this machine lets the process open no more files");
        }
        if (message.contains("cannot assign requested address") || message.contains("address already in use")) {
            return new Failure(
                    Outcome.INSTRUMENT, "no local port left", "this machine has no local port left for " + origin);
        }
        if (message.contains("connection refused")) {
            return new Failure(Outcome.REFUSED, "connection refused", origin + " refused the connection");
        }
        if (message.contains("unreachable")) {
            return new Failure(Outcome.REFUSED, "unreachable", origin + " is unreachable");
        }
        return new Failure(Outcome.RESET, "connection broke", "the connection to " + origin + " broke: " + message);
    }
}
