package dev.seaworthy.ratelimit.session;

/**
 * What an inquiry may take, known before its first request.
 *
 * @param requests at most so many, all told
 * @param seconds it begins nothing that would end later
 * @param burst at most so many in the first burst
 * @param parallel at most so many at once
 * @param seed of every choice
 * @param ownKey whether nobody else is limited together with this caller; if not, it stops as soon as probing is seen to
 *     prolong a block
 */
public record Plan(int requests, double seconds, int burst, int parallel, long seed, boolean ownKey) {
    /** The longest that anything may take, seconds. */
    public static final double LONGEST = 900;

    public Plan {
        if (requests < 20 || burst < 5 || parallel < 1 || parallel > 64 || !(seconds > 0 && seconds <= LONGEST)) {
            throw new IllegalArgumentException(
                    "an inquiry needs 20 requests or more, a burst of 5 or more, 1 to 64 at once and up to 900 s");
        }
    }

    /** The default: 600 requests in 120 s, 200 in a burst, 16 at once. */
    public static Plan usual(long seed) {
        return new Plan(600, 120, 200, 16, seed, true);
    }

    /** The same for so many requests. */
    public Plan within(int requests) {
        return new Plan(requests, seconds, Math.min(burst, Math.max(5, requests / 3)), parallel, seed, ownKey);
    }

    /** The same for so many seconds. */
    public Plan lasting(double seconds) {
        return new Plan(requests, seconds, burst, parallel, seed, ownKey);
    }

    /** In words, to be shown before the first request. */
    public String text() {
        return "at most " + requests + " requests, " + parallel + " at once, in " + Math.round(seconds)
                + " s; a burst of up to " + burst + ", then silences and bursts; stops when the target fails";
    }
}
