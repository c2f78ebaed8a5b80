package dev.seaworthy.websocket;

import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.kernel.VirtualUser;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The token with which a virtual user opens sockets: obtained once, and again shortly before it ends. */
final class Admission {
    private static final Duration SPARE = Duration.ofSeconds(20);

    private final Optional<Credential> credential;

    private Admission(Optional<Credential> credential) {
        this.credential = credential;
    }

    /** The token, or null where the endpoint needs none. */
    @Nullable
    String token() {
        return credential.map(held -> held.token().reveal()).orElse(null);
    }

    /** Hands the user's admission over on the user's loop, or the outcome of the failure to obtain it. */
    static void of(Endpoint endpoint, Turn turn, Consumer<Admission> admitted, Consumer<Outcome> refused) {
        VirtualUser user = turn.user();
        Admission held = user.recall(Admission.class);
        if (held != null
                && held.isValidAt(endpoint.surroundings().reach().time().wallClock())) {
            admitted.accept(held);
            return;
        }
        var unused = endpoint.credential(user.number())
                .whenCompleteAsync(
                        (credential, failure) -> {
                            if (failure != null) {
                                refused.accept(CredentialRefused.outcome(failure));
                                return;
                            }
                            Admission admission = new Admission(credential);
                            user.keep(Admission.class, admission);
                            admitted.accept(admission);
                        },
                        turn.loop());
    }

    private boolean isValidAt(Instant now) {
        return credential.isEmpty() || credential.get().outlasts(now, SPARE);
    }
}
