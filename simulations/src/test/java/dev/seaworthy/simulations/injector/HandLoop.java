package dev.seaworthy.simulations.injector;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A loop that does what is due when it is told to, by a clock that is set by hand. */
final class HandLoop extends AbstractExecutorService implements ScheduledExecutorService {
    private final HandTime time;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long numbers;
    private boolean ended;

    HandLoop(HandTime time) {
        this.time = time;
    }

    /** Does all that is due, and what that makes due. */
    void turn() {
        while (!tasks.isEmpty() && tasks.peek().due <= time.nanos()) {
            tasks.remove().run();
        }
    }

    @Override
    public void execute(Runnable command) {
        var unused = schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        if (ended) {
            throw new RejectedExecutionException("it has ended");
        }
        Task task = new Task(command, time.nanos() + unit.toNanos(delay), numbers++);
        tasks.add(task);
        return task;
    }

    @Override
    public void shutdown() {
        ended = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        ended = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return ended;
    }

    @Override
    public boolean isTerminated() {
        return ended;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return ended;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    private static final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long due;
        private final long number;

        Task(Runnable command, long due, long number) {
            super(command, null);
            this.due = due;
            this.number = number;
        }

        long due() {
            return due;
        }

        long number() {
            return number;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }
    }
}
