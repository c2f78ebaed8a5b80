package dev.seaworthy.auth.access;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.CleanUp;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An object that several checks look at, to be removed at the end.
 *
 * @param made how it was made
 */
record StandingObject(Bench bench, String id, Exchange made, HttpRequest delete, HttpRequest read)
        implements CleanUp.Made {
    private static final String WHAT = "an object of the run";

    @Override
    public CleanUp.Ended end(boolean look) throws InterruptedException {
        List<Exchange> exchanges = new ArrayList<>();
        HttpAnswer answer = send(delete, exchanges);
        if (isGone(answer)) {
            return new CleanUp.Ended(WHAT, true, "was gone already", true, true, exchanges);
        }
        boolean success = ObjectKeeper.isSuccess(answer);
        if (success && !look) {
            return new CleanUp.Ended(WHAT, true, "was removed", true, false, exchanges);
        }
        HttpAnswer after = send(read, exchanges);
        boolean answered = answer.outcome().answered() && after.outcome().answered();
        String how = isGone(after)
                ? "is gone"
                : "stays: its removal was answered " + answer.exchange().summary();
        return new CleanUp.Ended(WHAT, isGone(after), how, answered, true, exchanges);
    }

    @Override
    public CompletableFuture<?> abandon() {
        return bench.wire().send(delete);
    }

    private HttpAnswer send(HttpRequest request, List<Exchange> exchanges) throws InterruptedException {
        HttpAnswer answer = bench.wire().exchange(request);
        exchanges.add(answer.exchange());
        return answer;
    }

    private static boolean isGone(HttpAnswer answer) {
        return answer.outcome().answered() && (answer.status() == 404 || answer.status() == 410);
    }
}
