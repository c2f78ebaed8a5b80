package dev.seaworthy.twin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the gate when many requests come at once, with a fault that only then shows: more than 300 in the last
 * two seconds, which a few checks in a row do not reach. Thread-safe.
 */
final class Strain {
    /** After how long a check that fails open has given up. */
    static final long CHECK_TIMEOUT_MILLIS = 40;

    private static final Set<Fault> FAULTS = EnumSet.of(
            Fault.REVOCATION_FAILS_OPEN,
            Fault.REVOCATION_STAYS_OPEN,
            Fault.EXPIRY_FAILS_OPEN,
            Fault.SIGNATURE_FAILS_OPEN,
            Fault.VALID_REFUSED_UNDER_LOAD,
            Fault.CROSS_TALK);
    private static final int MANY = 300;
    private static final long WINDOW_NANOS = 2_000_000_000L;
    private static final int REFUSED_ONE_IN = 5;
    private static final int MIXED_UP_ONE_IN = 20;

    private final TwinSettings settings;
    private final LongSupplier nanos;
    private final boolean matters;
    private final Deque<Long> lately = new ArrayDeque<>();
    private boolean everHigh;
    private long known;
    private @Nullable User before;

    Strain(TwinSettings settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
        this.matters = FAULTS.stream().anyMatch(settings::has);
    }

    /** Counts one request, and returns what the gate says to it in the end. */
    synchronized Gate.Caller felt(Gate.Caller caller) {
        if (!matters) {
            return caller;
        }
        boolean high = isHigh();
        everHigh |= high;
        Refusal refusal = caller.refusal();
        User user = caller.user();
        if (refusal != null) {
            return failsOpen(String.valueOf(refusal.getMessage()), high)
                    ? Gate.Caller.demo().late()
                    : caller;
        }
        if (user == null || !high) {
            return caller;
        }
        known++;
        User mixedUp = before;
        before = user;
        if (settings.has(Fault.VALID_REFUSED_UNDER_LOAD) && known % REFUSED_ONE_IN == 0) {
            return new Gate.Caller(null, Refusal.invalidToken("the token could not be verified"));
        }
        return settings.has(Fault.CROSS_TALK) && known % MIXED_UP_ONE_IN == 0 && mixedUp != null
                ? new Gate.Caller(mixedUp, null)
                : caller;
    }

    private boolean failsOpen(String why, boolean high) {
        boolean revoked = why.endsWith("revoked");
        return high && revoked && settings.has(Fault.REVOCATION_FAILS_OPEN)
                || everHigh && revoked && settings.has(Fault.REVOCATION_STAYS_OPEN)
                || high && why.equals("the token has expired") && settings.has(Fault.EXPIRY_FAILS_OPEN)
                || high && why.equals("the signature does not verify") && settings.has(Fault.SIGNATURE_FAILS_OPEN);
    }

    private boolean isHigh() {
        long now = nanos.getAsLong();
        lately.add(now);
        while (now - lately.getFirst() > WINDOW_NANOS) {
            lately.removeFirst();
        }
        return lately.size() > MANY;
    }
}
