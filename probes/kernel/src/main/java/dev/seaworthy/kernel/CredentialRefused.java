package dev.seaworthy.kernel;

import java.util.List;
import java.util.concurrent.CompletionException;

/** A credential could not be obtained; carries the exchanges that show why. */
public final class CredentialRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Exchange> exchanges;

    /** The message names the identity and what the target answered, never a secret. */
    public CredentialRefused(String message, List<Exchange> exchanges) {
        super(message);
        this.exchanges = List.copyOf(exchanges);
    }

    public List<Exchange> exchanges() {
        return exchanges;
    }

    /**
     * How a turn ends for which {@link Credentials#obtain} failed: as the last exchange on the way to the credential did, and
     * {@link Outcome#REJECTED} if that answer was complete and held none. Where nothing was exchanged, the fault is ours.
     */
    public static Outcome outcome(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof CredentialRefused refused) || refused.exchanges.isEmpty()) {
            return Outcome.INSTRUMENT;
        }
        Outcome last = refused.exchanges.get(refused.exchanges.size() - 1).outcome();
        return last == Outcome.OK ? Outcome.REJECTED : last;
    }
}
