package dev.seaworthy.kernel;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How many requests a run may still send: a hard stop against a harness that runs away; and none at all once it has been
 * {@linkplain #halt halted}. Thread-safe.
 */
public final class RequestBudget {
    private final long limit;
    private final @Nullable StopRules rules;
    private final AtomicLong spent = new AtomicLong();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable String halted;

    /**
     * A budget that nothing but its limit ends.
     *
     * @param limit requests and handshakes, at least 1
     */
    public RequestBudget(long limit) {
        this(limit, null);
    }

    /**
     * A budget.
     *
     * @param limit requests and handshakes, at least 1
     * @param rules that halt it; null for none
     */
    public RequestBudget(long limit, @Nullable StopRules rules) {
        this.rules = rules;
        if (limit < 1) {
            throw new IllegalArgumentException("a budget of " + limit + " requests lets nothing be probed");
        }
        this.limit = limit;
    }

    /** Takes one request from the budget; false when it is spent, and then the request is not sent. */
    public boolean take() {
        return halted == null && spent.incrementAndGet() <= limit;
    }

    /** Takes in how a request of a check ended; the rules may halt the run for it. */
    public void ended(Outcome outcome, int status) {
        if (rules != null) {
            rules.ended(outcome, status).ifPresent(this::halt);
        }
    }

    /** From now on nothing is sent. Of several reasons the first one stays. */
    public void halt(String reason) {
        synchronized (listeners) {
            if (halted != null) {
                return;
            }
            halted = reason;
        }
        listeners.forEach(listener -> listener.accept(reason));
    }

    /** Why nothing is sent any more; empty while it is. */
    public Optional<String> halted() {
        return Optional.ofNullable(halted);
    }

    /** Tells {@code listener} when and why it is halted, on the thread that noticed; it must not block. */
    public void onHalt(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** The rules that halt it, if there are any. */
    public Optional<StopRules> rules() {
        return Optional.ofNullable(rules);
    }

    /** How many were asked for so far, refused ones included. */
    public long asked() {
        return spent.get();
    }

    public long limit() {
        return limit;
    }
}
