package dev.seaworthy.cli;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What an instrument sees that sends its next request when the last one is answered, and starts its clock when it sends: one
 * connection, with a pause. A stall costs it one slow request, and the many that would have come meanwhile never happen.
 */
final class NaiveLoop implements Runnable {
    private static final long PAUSE_NANOS = 5_000_000;
    private static final int END_OF_HEAD = 4; // CR LF CR LF
    private static final int PATIENCE_MILLIS = 10_000;

    private final URI target;
    private final TimeSource time;
    private final Histogram times = OperationInterval.histogram();
    private volatile boolean stopped;
    private volatile String failure = "";

    NaiveLoop(URI target, TimeSource time) {
        this.target = target;
        this.time = time;
    }

    @Override
    public void run() {
        byte[] request =
                ("GET / HTTP/1.1\r\nHost: " + target.getAuthority() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(target.getHost(), target.getPort()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            while (!stopped) {
                long sent = time.nanos();
                socket.getOutputStream().write(request);
                answer(in);
                times.recordValue(time.nanos() - sent);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            failure = OneLine.of(e);
        }
    }

    void stop() {
        stopped = true;
    }

    /** Empty, or why it ended early. */
    String failure() {
        return failure;
    }

    /** To be read when the thread that runs this has ended. */
    Histogram times() {
        return times;
    }

    /** Reads to the end of the two bytes of body that the stall server sends. */
    private static void answer(InputStream in) throws IOException {
        int matched = 0;
        while (matched < END_OF_HEAD) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended");
            }
            matched = next == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : next == '\r' ? 1 : 0;
        }
        if (in.readNBytes(2).length < 2) {
            throw new IOException("the connection ended");
        }
    }
}
