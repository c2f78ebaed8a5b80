package dev.seaworthy.kernel;

import java.util.concurrent.atomic.AtomicLong;

/** How many requests a run may still send: a hard stop against a harness that runs away. Thread-safe. */
public final class RequestBudget {
    private final long limit;
    private final AtomicLong spent = new AtomicLong();

    /**
     * A budget.
     *
     * @param limit requests and handshakes, at least 1
     */
    public RequestBudget(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a budget of " + limit + " requests lets nothing be probed");
        }
        this.limit = limit;
    }

    /** Takes one request from the budget; false when it is spent, and then the request is not sent. */
    public boolean take() {
        return spent.incrementAndGet() <= limit;
    }

    /** How many were asked for so far, refused ones included. */
    public long asked() {
        return spent.get();
    }

    public long limit() {
        return limit;
    }
}
