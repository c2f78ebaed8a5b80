package dev.seaworthy.agents;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.wire.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** {@code agents.execute} under load: right only if the turn's own nonce comes back. */
final class ExecuteOperation implements Operation {
    static final String NAME = "agents.execute";

    private static final Set<Integer> DECLINED = Set.of(401, 403, 429, 503);
    private static final Duration SPARE = Duration.ofSeconds(20);

    private final Desk desk;
    private final AgentsSettings.Execution declared;
    private final ContractCall call;

    ExecuteOperation(Desk desk, AgentsSettings.Execution declared) {
        this.desk = desk;
        this.declared = declared;
        this.call = desk.call(declared.operation(), declared.body());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start(Turn turn) {
        long fired = desk.surroundings().reach().time().nanos();
        Holder held = turn.user().recall(Holder.class);
        if (held != null && held.isValidAt(desk.surroundings().reach().time().wallClock())) {
            execute(turn, held.credential);
            return;
        }
        var unused = desk.credential(call, turn.user().number())
                .whenCompleteAsync(
                        (credential, failure) -> {
                            if (failure != null) {
                                turn.complete(unanswered(turn, fired), CredentialRefused.outcome(failure));
                                return;
                            }
                            turn.user().keep(Holder.class, new Holder(credential));
                            execute(turn, credential);
                        },
                        turn.loop());
    }

    private void execute(Turn turn, Optional<Credential> credential) {
        String nonce = desk.nonce();
        HttpRequest request = call.with(credential, nonce);
        desk.wire()
                .send(
                        request,
                        turn.loop(),
                        turn.intendedNanos(),
                        (clocks, outcome, status, body, detail) ->
                                turn.complete(clocks, judged(outcome, status, body, nonce)));
    }

    private Outcome judged(Outcome outcome, int status, byte[] body, String nonce) {
        if (outcome != Outcome.OK) {
            return outcome;
        }
        if (!call.expects(status) && DECLINED.contains(status)) {
            return Outcome.REJECTED;
        }
        return AnswerOracle.violation(call, declared, status, body, nonce).isEmpty()
                ? Outcome.OK
                : Outcome.WRONG_ANSWER;
    }

    private Clocks unanswered(Turn turn, long fired) {
        return new Clocks(
                turn.intendedNanos(),
                fired,
                Clocks.NOT_REACHED,
                Clocks.NOT_REACHED,
                desk.surroundings().reach().time().nanos());
    }

    /** The credential of a virtual user, until shortly before it ends. */
    private static final class Holder {
        private final Optional<Credential> credential;

        Holder(Optional<Credential> credential) {
            this.credential = credential;
        }

        boolean isValidAt(Instant now) {
            return credential.isEmpty() || credential.get().outlasts(now, SPARE);
        }
    }
}
