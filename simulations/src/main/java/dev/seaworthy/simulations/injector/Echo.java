package dev.seaworthy.simulations.injector;

import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.Recorder;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.PreparedRequest;
import dev.seaworthy.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the instrument measures itself against: a server of its own in this process, and a wire engine that may talk to
 * that server and to nobody else. The same code, the same event loops and the same machine as under load, and no target.
 * The server needs a part of the machine; so what is measured against it is the noise of both, and their capacity
 * together.
 *
 * <p>Thread-safe. Nothing that it sends counts against the run's budget.
 */
public final class Echo implements AutoCloseable {
    private static final long BUDGET = 100_000_000;

    /**
     * As a target is given. On a machine that is slow or not warm yet a handshake takes seconds: given up, it would be a
     * failure of nobody knows what, and ended, it is a figure of how slow the instrument is.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EchoServer server;
    private final Wire wire;
    private final PreparedRequest request;
    private final EchoStack stack;
    private final TimeSource time;

    private Echo(EchoServer server, Wire wire, EchoStack stack, TimeSource time) {
        this.server = server;
        this.wire = wire;
        this.stack = stack;
        this.time = time;
        this.request = wire.prepare(HttpRequest.get(server.uri()), stack.options());
    }

    /**
     * Opens one, on 127.0.0.1.
     *
     * @param threads of the server, at least 1; with too few of them it is the server whose capacity is found
     */
    public static Echo open(EchoStack stack, int threads, TimeSource time) {
        EchoCertificate certificate = stack.tls() ? EchoCertificate.make(time.wallClock()) : null;
        EchoServer server = EchoServer.open(stack, certificate, threads);
        try {
            return new Echo(server, engine(server, certificate, time), stack, time);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            server.close();
            throw new IllegalStateException("the instrument cannot reach its own echo", e);
        }
    }

    /** The operation that the calibration loads with, {@code instrument.echo}. */
    public Operation operation() {
        return new EchoOperation(wire, request, time);
    }

    /**
     * The canary of a run, {@code instrument.canary}; not yet started.
     *
     * @param recorder that of the run
     * @param perSecond over all event loops together
     */
    public Canary canary(Recorder recorder, double perSecond) {
        return new Canary(wire, request, recorder, time, perSecond);
    }

    EchoStack stack() {
        return stack;
    }

    @Override
    public void close() {
        wire.close();
        server.close();
    }

    private static Wire engine(EchoServer server, @Nullable EchoCertificate certificate, TimeSource time)
            throws IOException, GeneralSecurityException {
        Path trusted = null;
        try {
            if (certificate != null) {
                trusted = Files.createTempFile("seaworthy-echo", ".pem");
                Files.writeString(trusted, certificate.pem());
            }
            return Wire.open(new Reach(
                    AllowList.of(List.of(server.uri())),
                    new RequestBudget(BUDGET),
                    new SecretVault(),
                    time,
                    "instrument",
                    PATIENCE,
                    PATIENCE,
                    trusted));
        } finally {
            if (trusted != null) {
                Files.delete(trusted);
            }
        }
    }
}
