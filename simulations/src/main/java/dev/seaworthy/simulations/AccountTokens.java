package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The credentials that load sends: one for each account, obtained when it is first needed and again shortly before it
 * ends. Thread-safe. A refusal is kept for a second, so that a target that lets nobody in is not stormed with logins.
 */
final class AccountTokens {
    private static final Duration RENEW_BEFORE_END = Duration.ofSeconds(10);
    private static final long REFUSAL_KEPT_NANOS = 1_000_000_000L;
    /** The wall clock is not asked with every request. */
    private static final long LOOK_EVERY_NANOS = 100_000_000L;

    private final Credentials credentials;
    private final TimeSource time;
    private final Map<Account, Obtained> obtained = new ConcurrentHashMap<>();

    AccountTokens(Credentials credentials, TimeSource time) {
        this.credentials = credentials;
        this.time = time;
    }

    int accounts(String identity) {
        return Math.max(1, credentials.accounts(identity));
    }

    /** The credential of the account that this user has; users share accounts when there are fewer. */
    CompletableFuture<Credential> of(String identity, long user) {
        long number = user % accounts(identity);
        Account account = new Account(identity, number);
        Obtained known = obtained.get(account);
        if (known != null && isUsable(known)) {
            return known.credential;
        }
        return obtained.compute(account, (key, found) -> found != null && isUsable(found) ? found : obtain(key))
                .credential;
    }

    private Obtained obtain(Account account) {
        return new Obtained(credentials.obtain(account.identity(), account.number()), time.nanos());
    }

    private boolean isUsable(Obtained known) {
        CompletableFuture<Credential> credential = known.credential;
        if (!credential.isDone()) {
            return true;
        }
        if (credential.isCompletedExceptionally()) {
            return time.nanos() - known.askedNanos < REFUSAL_KEPT_NANOS;
        }
        // A token that lives shorter than the margin is used for as long as it lives.
        long now = time.nanos();
        if (known.ending) {
            return false;
        }
        if (now - known.askedNanos >= REFUSAL_KEPT_NANOS && now - known.lookedNanos >= LOOK_EVERY_NANOS) {
            known.lookedNanos = now;
            known.ending = !credential.join().outlasts(time.wallClock(), RENEW_BEFORE_END);
        }
        return !known.ending;
    }

    private record Account(String identity, long number) {}

    private static final class Obtained {
        private final CompletableFuture<Credential> credential;
        private final long askedNanos;
        private volatile long lookedNanos;
        private volatile boolean ending;

        Obtained(CompletableFuture<Credential> credential, long askedNanos) {
            this.credential = credential;
            this.askedNanos = askedNanos;
            this.lookedNanos = askedNanos;
        }
    }
}
