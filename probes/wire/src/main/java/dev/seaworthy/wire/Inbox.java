package dev.seaworthy.wire;

import dev.seaworthy.wire.WebSocket.End;
import dev.seaworthy.wire.WebSocket.Listener;
import dev.seaworthy.wire.WebSocket.Message;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What arrived on one socket and was not taken yet. Fills on the loop; {@link #next} is for any thread. When nobody takes
 * anything, reading from the socket stops before memory does.
 */
final class Inbox {
    private static final long FULL_BYTES = 32L * 1024 * 1024;
    private static final int OVERHEAD_BYTES = 64;
    private static final byte[] NOTHING = new byte[0];

    private final Consumer<Boolean> reading;
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable BlockingQueue<Message> waiting;
    private volatile boolean paused;
    private @Nullable Listener listener;

    Inbox(Consumer<Boolean> reading) {
        this.reading = reading;
    }

    /** Takes in what arrived. On the loop. */
    void received(Message message) {
        Listener target = listener;
        if (target != null) {
            target.received(message);
            return;
        }
        queue().add(message);
        if (bytes.addAndGet(weight(message)) > FULL_BYTES && !paused) {
            paused = true;
            reading.accept(false);
        }
    }

    /** The connection has ended. On the loop. */
    void ended(End end) {
        Listener target = listener;
        if (target != null) {
            target.ended(end);
        } else {
            queue().add(new Message(Message.Kind.END, NOTHING, end.atNanos()));
        }
    }

    /** From now on, everything goes to the listener. On the loop, or when there is none any more. */
    void listen(Listener target, @Nullable End end) {
        for (Message message = queue().poll(); message != null; message = queue().poll()) {
            released(message);
            if (message.kind() != Message.Kind.END) {
                target.received(message);
            }
        }
        listener = target;
        if (end != null) {
            target.ended(end);
        }
        waiting = null;
    }

    /** Waits for the next arrival; the end stays the next one for ever. */
    @Nullable
    Message next(Duration patience) throws InterruptedException {
        Message message = queue().poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (message == null) {
            return null;
        }
        released(message);
        if (message.kind() == Message.Kind.END) {
            queue().add(message);
        }
        return message;
    }

    private void released(Message message) {
        long left = bytes.addAndGet(-weight(message));
        if (paused && left < FULL_BYTES / 2) {
            paused = false;
            reading.accept(true);
        }
    }

    private static long weight(Message message) {
        return message.kind() == Message.Kind.END ? 0 : message.payload().length + (long) OVERHEAD_BYTES;
    }

    private BlockingQueue<Message> queue() {
        BlockingQueue<Message> queue = waiting;
        if (queue == null) {
            synchronized (this) {
                queue = waiting;
                if (queue == null) {
                    queue = new LinkedBlockingQueue<>();
                    waiting = queue;
                }
            }
        }
        return queue;
    }
}
