package dev.seaworthy.ratelimit.identify;

/**
 * A limit that somebody declares.
 *
 * @param quota requests, at least 1
 * @param windowSeconds above 0
 * @param source {@code config}, {@code header} or {@code option}
 */
public record Declared(int quota, double windowSeconds, String source) {
    public Declared {
        if (quota < 1 || !(windowSeconds > 0)) {
            throw new IllegalArgumentException("a declared limit is written QUOTA/WINDOW, e.g. 100/60s");
        }
    }
}
