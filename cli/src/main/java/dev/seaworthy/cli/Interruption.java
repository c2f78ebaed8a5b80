package dev.seaworthy.cli;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and its kin: tells everybody to stop, and gives them the time to seal what they have. Thread-safe.
 *
 * <p>The JVM's shutdown hook waits for {@link #finished()}, then ends the process with the code for an interrupted run.
 */
final class Interruption {
    private static final long PATIENCE_SECONDS = 30;

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;

    /** An interruption that reacts to the signals of this process. */
    static Interruption ofProcess(Console console) {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.onShutdown(console), "interruption"));
        return interruption;
    }

    boolean requested() {
        return requested;
    }

    /** Runs {@code listener} when somebody interrupts; at once if that has happened already. */
    void onRequest(Runnable listener) {
        listeners.add(listener);
        if (requested) {
            listener.run();
        }
    }

    void request() {
        requested = true;
        listeners.forEach(Runnable::run);
    }

    /** Everything is written; the process may end. */
    void finished() {
        finished.countDown();
    }

    private void onShutdown(Console console) {
        if (finished.getCount() == 0) {
            return;
        }
        console.line("interrupted: sealing what has been recorded ...");
        request();
        try {
            if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                console.line(
                        "not sealed within " + PATIENCE_SECONDS + " s; `./seaworthy report RUN` reads what is there");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
}
