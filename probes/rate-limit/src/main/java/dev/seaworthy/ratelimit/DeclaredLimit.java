package dev.seaworthy.ratelimit;

import dev.seaworthy.config.Rate;
import dev.seaworthy.ratelimit.confirm.Allowance;
import dev.seaworthy.ratelimit.confirm.Declaration;
import dev.seaworthy.ratelimit.scope.Usual;
import dev.seaworthy.ratelimit.session.Plan;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A limit as the contract declares it: {@code burst} with {@code refill}, or {@code quota} with {@code per}, or neither, and then it
 * is identified.
 *
 * @param name names it in the report
 * @param operation the contract's operation on which it is tried; GET, or otherwise safe to repeat
 * @param burst requests that a rested bucket admits at once, or null
 * @param refill how fast the bucket fills again, e.g. {@code 10/s} or {@code 100/m}, or null
 * @param quota requests in one window, or null
 * @param per the window, or null
 * @param key whose requests are counted together
 * @param identity whose credential is sent; by default that of the operation
 * @param neighbour an operation that sends the same as another caller, where the identity has only one account; or null
 * @param message sent over WebSockets to the WebSocket target instead of the operation's request, whose headers go on the
 *     handshake; {@code {id}} in it is another value each time. Null for a limit on requests
 * @param tolerance relative deviation that is not yet a violation, 0 to 0.5; by default 0 for a window, whose requests can be
 *     counted, and 0.1 for a bucket
 * @param refusal the status with which the limiter refuses; by default 429 (RFC 6585 section 4), and what else is customary
 * @param refusalBody a text that stands in the body of every refusal, whatever its status, or in the reply to a message; or null
 * @param identify when the limiter is identified; by default where the declaration does not hold
 * @param tries what else is tried; by default headers and keys, and bypasses and leaks where the limit recovers within ten seconds
 * @param maxRequests what the examination of this limit may send; by default 600, or 300 and 25 times what is admitted at once
 * @param maxTime how long it may take; by default 30 recoveries of the limit, at least 2 and at most 15 minutes
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
        @Nullable String neighbour,
        @Nullable String message,
        @Nullable Double tolerance,
        @Nullable Integer refusal,
        @Nullable String refusalBody,
        Order.@Nullable Mode identify,
        List<Order.Part> tries,
        @Nullable Integer maxRequests,
        @Nullable Duration maxTime) {
    private static final double QUICK = 10;
    private static final int USUAL_REQUESTS = 600;
    private static final double USUAL_SECONDS = 120;

    /** Whose requests are counted together. */
    public enum Key {
        USER,
        ADDRESS
    }

    public DeclaredLimit {
        boolean bucket = burst != null && refill != null && quota == null && per == null;
        boolean window = quota != null && per != null && burst == null && refill == null;
        boolean nothing = burst == null && refill == null && quota == null && per == null;
        if (!bucket && !window && !nothing) {
            throw new IllegalArgumentException("limit " + name
                    + " needs either burst with refill, or quota with per, e.g. {burst: 20, refill: 10/s}; or none of them, to be"
                    + " identified");
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
        if (maxRequests != null && maxRequests < 50) {
            throw new IllegalArgumentException("limit " + name + " needs max-requests of at least 50 to be tried");
        }
        if (maxTime != null && (maxTime.toMillis() < 1000 || maxTime.toSeconds() > Plan.LONGEST)) {
            throw new IllegalArgumentException(
                    "limit " + name + " needs a max-time between 1s and " + Math.round(Plan.LONGEST) + "s");
        }
        if (nothing && identify == Order.Mode.NEVER) {
            throw new IllegalArgumentException("limit " + name + " declares nothing, so it has to be identified");
        }
        key = key == null ? Key.USER : key;
        identify = identify == null ? Order.Mode.AUTO : identify;
        tries = tries == null ? List.of() : List.copyOf(tries);
    }

    /** What is declared, if anything is. */
    Optional<Declaration> declaration() {
        if (burst != null && refill != null) {
            Allowance bucket = new Allowance.Bucket(burst, refill.perSecond());
            return Optional.of(new Declaration(bucket, tolerance == null ? 0.1 : tolerance, "config"));
        }
        if (quota != null && per != null) {
            Allowance window = new Allowance.Window(quota, per.toNanos() / 1e9);
            return Optional.of(new Declaration(window, tolerance == null ? 0 : tolerance, "config"));
        }
        return Optional.empty();
    }

    /** In words. */
    String text() {
        return declaration().map(declared -> declared.allowance().text()).orElse("nothing");
    }

    /** What an examination of this limit may take. */
    Plan plan(long seed) {
        double longest = declaration()
                .map(declared -> 30 * declared.allowance().recovery())
                .orElse(USUAL_SECONDS);
        double seconds =
                maxTime == null ? Math.min(Plan.LONGEST, Math.max(USUAL_SECONDS, longest)) : maxTime.toMillis() / 1e3;
        int requests = declaration()
                .map(declared ->
                        Math.max(USUAL_REQUESTS, 300 + 25 * declared.allowance().capacity()))
                .orElse(USUAL_REQUESTS);
        return Plan.usual(seed)
                .within(maxRequests == null ? requests : maxRequests)
                .lasting(seconds);
    }

    /** What is to be found out of this limit. */
    Order order(Usual usual) {
        Order.Mode mode = identify == null ? Order.Mode.AUTO : identify;
        return new Order(usual, declaration().orElse(null), mode, parts(), key == Key.USER);
    }

    private Set<Order.Part> parts() {
        Set<Order.Part> parts = EnumSet.noneOf(Order.Part.class);
        if (tries.isEmpty()) {
            parts.add(Order.Part.HEADERS);
            parts.add(Order.Part.KEY);
            if (declaration().map(declared -> declared.allowance().recovery()).orElse(0.0) <= QUICK) {
                parts.add(Order.Part.BYPASS);
                parts.add(Order.Part.LEAK);
            }
        }
        parts.addAll(tries);
        return parts;
    }
}
