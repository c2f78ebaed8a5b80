package dev.seaworthy.health;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.wire.HttpRequest;

/** Reads readiness under load: OK when it says ready by its status, rejected when it says 503 or 429. */
final class ReadyUnderLoad implements Operation {
    private final Ward ward;
    private final RequestSpec ready;
    private final HttpRequest request;

    ReadyUnderLoad(Ward ward, RequestSpec ready) {
        this.ward = ward;
        this.ready = ready;
        this.request = ward.bare(ready);
    }

    @Override
    public String name() {
        return "health.ready";
    }

    @Override
    public void start(Turn turn) {
        ward.wire().send(request, turn.loop(), turn.intendedNanos(), (clocks, outcome, status, body, detail) -> {
            Outcome judged = judged(outcome, status);
            turn.complete(clocks, judged, outcome == Outcome.OK && judged != Outcome.OK ? "HTTP " + status : detail);
        });
    }

    private Outcome judged(Outcome outcome, int status) {
        if (outcome != Outcome.OK || Ward.right(ready).contains(status)) {
            return outcome;
        }
        return status == 503 || status == 429 ? Outcome.REJECTED : Outcome.WRONG_ANSWER;
    }
}
