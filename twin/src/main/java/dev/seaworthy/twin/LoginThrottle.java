package dev.seaworthy.twin;

import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Counts wrong passwords for each account, known or not, in whatever case it is spelled: after five within ten seconds the
 * account is closed for two seconds, to the right password too. Thread-safe.
 */
final class LoginThrottle {
    private static final int ALLOWED = 5;
    private static final long WINDOW_MILLIS = 10_000;
    private static final long LOCK_MILLIS = 2_000;
    private static final long LONG_LOCK_MILLIS = 600_000;
    private static final long TOGETHER_MILLIS = 500;
    private static final long TOGETHER_LOCK_MILLIS = 3_000;

    private final TwinSettings settings;
    private final Clock clock;
    private final Map<String, Count> counts = new HashMap<>();

    LoginThrottle(TwinSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Lets an attempt be made.
     *
     * @throws Refusal 429, while the account is closed
     */
    synchronized void admit(Call call, String account) {
        long now = clock.millis();
        Count count = counts.get(key(call, account));
        if (count == null || now >= count.closedUntil) {
            return;
        }
        throw Refusal.limited(Map.of(), Math.max(1, (count.closedUntil - now + 999) / 1_000));
    }

    synchronized void wrong(Call call, String account) {
        if (settings.has(Fault.LOGIN_UNTHROTTLED)) {
            return;
        }
        long now = clock.millis();
        Count count = counts.computeIfAbsent(key(call, account), unused -> new Count());
        if (now - count.since > WINDOW_MILLIS) {
            count.wrong = 0;
            count.since = now;
        }
        boolean unheard = settings.has(Fault.THROTTLE_RACY) && count.isTogether(call.connection(), now);
        count.remember(call.connection(), now);
        count.wrong += unheard ? 0 : 1;
        if (count.wrong >= ALLOWED) {
            count.wrong = 0;
            count.closedUntil = now + (settings.has(Fault.THROTTLE_LOCKS) ? LONG_LOCK_MILLIS : LOCK_MILLIS);
        }
    }

    /** Takes note of a right password; false if it is to be turned away all the same. */
    synchronized boolean right(Call call, String account) {
        if (!settings.has(Fault.LOGIN_TOGETHER)) {
            counts.remove(key(call, account));
            return true;
        }
        long now = clock.millis();
        Count count = counts.computeIfAbsent(key(call, account), unused -> new Count());
        boolean together = count.isTogether(call.connection(), now);
        count.remember(call.connection(), now);
        if (together) {
            count.closedUntil = now + TOGETHER_LOCK_MILLIS;
        }
        return !together;
    }

    synchronized void sweep() {
        long now = clock.millis();
        counts.values().removeIf(count -> now >= count.closedUntil && now - count.since > WINDOW_MILLIS);
    }

    private String key(Call call, String account) {
        String forwarded = call.headers().get("X-Forwarded-For");
        return settings.has(Fault.THROTTLE_BY_ADDRESS) && forwarded != null
                ? forwarded
                : account.strip().toLowerCase(Locale.ROOT);
    }

    private static final class Count {
        private int wrong;
        private long since;
        private long closedUntil;
        private String lastConnection = "";
        private long lastMillis;

        boolean isTogether(String connection, long now) {
            return !lastConnection.isEmpty()
                    && !lastConnection.equals(connection)
                    && now - lastMillis < TOGETHER_MILLIS;
        }

        void remember(String connection, long now) {
            lastConnection = connection;
            lastMillis = now;
        }
    }
}
