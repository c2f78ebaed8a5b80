package dev.seaworthy.ratelimit;

import dev.seaworthy.config.Rate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A limit as the contract declares it: either {@code burst} with {@code refill}, or {@code quota} with {@code per}.
 *
 * @param name names it in the report
 * @param operation the contract's operation on which it is tried; GET, or otherwise safe to repeat
 * @param burst requests that a rested bucket admits at once, or null
 * @param refill how fast the bucket fills again, e.g. {@code 10/s} or {@code 100/m}, or null
 * @param quota requests in one window, or null
 * @param per the window, or null
 * @param key whose requests are counted together
 * @param identity whose credential is sent; by default that of the operation
 * @param tolerance relative deviation that is not yet a violation, 0 to 0.5; by default 0.1
 * @param refusal the status with which the limiter refuses; by default 429 (RFC 6585 section 4)
 * @param maxRequests what the trial of this limit may send; by default 600
 */
public record DeclaredLimit(
        String name,
        String operation,
        @Nullable Integer burst,
        @Nullable Rate refill,
        @Nullable Integer quota,
        @Nullable Duration per,
        @Nullable Key key,
        @Nullable String identity,
        @Nullable Double tolerance,
        @Nullable Integer refusal,
        @Nullable Integer maxRequests) {
    /** Whose requests are counted together. */
    public enum Key {
        USER,
        ADDRESS
    }

    public DeclaredLimit {
        boolean bucket = burst != null && refill != null && quota == null && per == null;
        boolean window = quota != null && per != null && burst == null && refill == null;
        if (bucket == window) {
            throw new IllegalArgumentException("limit " + name
                    + " needs either burst with refill, or quota with per, e.g. {burst: 20, refill: 10/s}");
        }
        if ((burst != null && burst < 1) || (quota != null && quota < 1)) {
            throw new IllegalArgumentException("limit " + name + " admits at least 1 request");
        }
        if (per != null && (per.isZero() || per.isNegative())) {
            throw new IllegalArgumentException("limit " + name + " needs a window above zero, not " + per);
        }
        if (refill != null && !(refill.perSecond() > 0)) {
            throw new IllegalArgumentException("limit " + name + " never refills; write a rate above 0, e.g. 10/s");
        }
        if (tolerance != null && !(tolerance >= 0 && tolerance <= 0.5)) {
            throw new IllegalArgumentException(
                    "limit " + name + " has a tolerance of " + tolerance + "; it is 0 to 0.5");
        }
        if (maxRequests != null && maxRequests < 200) {
            throw new IllegalArgumentException("limit " + name + " needs max-requests of at least 200 to be tried");
        }
        key = key == null ? Key.USER : key;
        tolerance = tolerance == null ? Double.valueOf(0.1) : tolerance;
        refusal = refusal == null ? Integer.valueOf(429) : refusal;
        maxRequests = maxRequests == null ? Integer.valueOf(600) : maxRequests;
    }

    /** The arithmetic of the declaration. */
    Allowance allowance() {
        if (burst != null && refill != null) {
            return new Allowance.Bucket(burst, refill.perSecond());
        }
        if (quota == null || per == null) {
            throw new IllegalStateException("the constructor lets no other form through");
        }
        return new Allowance.Window(quota, per);
    }

    Allowance.Bounds bounds() {
        return new Allowance.Bounds(allowance(), tolerance == null ? 0.1 : tolerance);
    }

    int refusalStatus() {
        return refusal == null ? 429 : refusal;
    }

    int requestsAllowed() {
        return maxRequests == null ? 600 : maxRequests;
    }
}
