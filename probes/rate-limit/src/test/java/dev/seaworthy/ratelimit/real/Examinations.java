package dev.seaworthy.ratelimit.real;

import dev.seaworthy.ratelimit.Examined;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Examinations by name, several at a time: they mostly wait. */
final class Examinations implements AutoCloseable {
    private static final int AT_ONCE = 10;

    private final ExecutorService runners = Executors.newFixedThreadPool(AT_ONCE);
    private final Map<String, Future<Examined>> running = new LinkedHashMap<>();

    /** Begins one as soon as there is room. */
    void begin(Trial trial) {
        begin(trial.name(), trial::run);
    }

    /** As {@link #begin(Trial)}, with something around it. */
    void begin(String name, Callable<Examined> trial) {
        running.put(name, runners.submit(trial));
    }

    /** Waits for one; whatever it failed with comes out here. */
    Examined of(String name) throws Exception {
        Future<Examined> future = Objects.requireNonNull(running.get(name), name);
        Examined seen = future.get();
        System.out.println(Trial.line(name, seen));
        return seen;
    }

    @Override
    public void close() {
        runners.shutdownNow();
    }
}
