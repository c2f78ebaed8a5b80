package dev.seaworthy.cli;

import dev.seaworthy.kernel.RequestBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Watches for the file with which anybody on this machine stops a run: {@code rails.stop-file}. */
final class StopFile implements AutoCloseable {
    private static final long PERIOD_MILLIS = 200;

    private final @Nullable ScheduledExecutorService watch;

    private StopFile(@Nullable ScheduledExecutorService watch) {
        this.watch = watch;
    }

    /** Halts the budget when the file appears; watches nothing without one. */
    static StopFile watched(@Nullable Path file, RequestBudget budget) {
        if (file == null) {
            return new StopFile(null);
        }
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "seaworthy-stop-file");
            thread.setDaemon(true);
            return thread;
        });
        Runnable look = () -> {
            if (Files.exists(file)) {
                budget.halt("the stop file " + file + " is there");
            }
        };
        var unused = watch.scheduleWithFixedDelay(look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return new StopFile(watch);
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.shutdownNow();
        }
    }
}
