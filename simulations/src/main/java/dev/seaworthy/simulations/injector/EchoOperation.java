package dev.seaworthy.simulations.injector;

import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.wire.PreparedRequest;
import dev.seaworthy.wire.Wire;

/** One request to the instrument's own echo. */
final class EchoOperation implements Operation {
    private static final int OK = 200;

    private final Wire wire;
    private final PreparedRequest request;
    private final TimeSource time;

    EchoOperation(Wire wire, PreparedRequest request, TimeSource time) {
        this.wire = wire;
        this.request = request;
        this.time = time;
    }

    @Override
    public String name() {
        return Calibration.OPERATION;
    }

    @Override
    public void start(Turn turn) {
        wire.send(
                request,
                turn.loop(),
                turn.intendedNanos(),
                time.nanos(),
                (clocks, outcome, status, body, detail) ->
                        turn.complete(clocks, judge(outcome, status), detail.isEmpty() ? signature(status) : detail));
    }

    private static String signature(int status) {
        return status == OK ? "" : "HTTP " + status;
    }

    /** Whoever answers with anything else is not the echo. */
    static Outcome judge(Outcome outcome, int status) {
        return outcome == Outcome.OK && status != OK ? Outcome.WRONG_ANSWER : outcome;
    }
}
