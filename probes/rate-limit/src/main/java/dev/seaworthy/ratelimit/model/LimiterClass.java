package dev.seaworthy.ratelimit.model;

/** The kinds of limiter that are told apart. */
public enum LimiterClass {
    /** Fixed window on a grid, whatever the first request's time. */
    FWA("fixed window on a fixed grid", 0),
    /** Fixed window opened by the first request. */
    FWF("fixed window opened by the first request", 0),
    /** Sliding log of admitted requests. */
    SL("sliding log", 0),
    /** Sliding log in which refused requests count too. */
    SLC("sliding log that also counts refused requests", -1),
    /** Weighted counter of this window and the last one, on a fixed grid. */
    SWC("weighted counter on a fixed grid", -0.7),
    /** Weighted counter whose grid the first request opens. */
    SWCA("weighted counter opened by the first request", -1.5),
    /** Weighted counter whose grid the first request opens; refused requests count too. */
    SWCAC("weighted counter opened by the first request, that also counts refused requests", -1.5),
    /** Token bucket, leaky bucket as a meter, GCRA. */
    TB("token bucket", 0),
    /** Bucket that is refilled in lumps. */
    TBL("token bucket refilled in lumps", -1),
    /** Bucket whose refill is rounded down at each admission. */
    TBF("token bucket that loses fractions", -1.5),
    /** Window, and a block of fixed length after the first refusal. */
    BAN("fixed window, then a block from the first refusal", -1.5),
    /** Window, and a block that every refusal begins again. */
    BANX("fixed window, then a block that every refusal extends", -1.5),
    /** Two limits, both of which must admit. */
    AND("two limits, both must admit", -3),
    /** Two limits, one of which must admit. */
    OR("two limits, one must admit", -3);

    private final String label;
    private final double logPrior;

    LimiterClass(String label, double logPrior) {
        this.label = label;
        this.logPrior = logPrior;
    }

    /** In words. */
    public String label() {
        return label;
    }

    /** How much less often it is met, as a natural logarithm. */
    public double logPrior() {
        return logPrior;
    }

    /** Whether refused requests change when it recovers, so that probing it moves the goal. */
    public boolean countsRefused() {
        return this == SLC || this == SWCAC || this == BANX;
    }

    /** Whether it is made of two. */
    public boolean composite() {
        return this == AND || this == OR;
    }

    /** Buckets, which differ only in how they round. */
    public boolean bucket() {
        return this == TB || this == TBL || this == TBF;
    }
}
