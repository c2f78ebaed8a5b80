package dev.seaworthy.ratelimit.confirm;

/**
 * A limit that somebody declares.
 *
 * @param allowance what it lets through
 * @param tolerance relative deviation that is not yet a violation, 0 to 0.5
 * @param source who declares it: {@code config}, {@code option} or {@code header}
 */
public record Declaration(Allowance allowance, double tolerance, String source) {
    public Declaration {
        if (!(tolerance >= 0 && tolerance <= 0.5)) {
            throw new IllegalArgumentException("a tolerance is 0 to 0.5, not " + tolerance);
        }
    }

    /** Fewer admitted in a burst from rest than this contradicts the declaration. */
    public int lowest() {
        return (int) Math.max(1, Math.floor(allowance.capacity() * (1 - tolerance)));
    }

    /**
     * More admitted than this in so many seconds from rest contradicts the declaration. With a bucket one request is free,
     * because some count their first one of a new key as none.
     */
    public int highest(double seconds) {
        int free = allowance instanceof Allowance.Bucket ? 1 : 0;
        return (int) Math.ceil(allowance.most(seconds) * (1 + tolerance) - 1e-9) + free;
    }
}
