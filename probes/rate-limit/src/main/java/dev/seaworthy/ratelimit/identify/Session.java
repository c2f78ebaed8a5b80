package dev.seaworthy.ratelimit.identify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sends what an inquiry asks for, as long as its plan and the target's health allow. Not thread-safe. */
final class Session {
    private static final int LOOKED_BACK = 50;
    private static final int FAILURES_BORNE = 2;

    private final Transport transport;
    private final Plan plan;
    private final List<Entry> round = new ArrayList<>();
    private final List<Answer.Outcome> recent = new ArrayList<>();
    private long origin;
    private int sent;
    private int volleys;
    private int number;

    /** Why an inquiry ends before its time. */
    static final class Stopped extends Exception {
        private static final long serialVersionUID = 1;

        private final String reason;

        Stopped(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        /** In words. */
        String reason() {
            return reason;
        }
    }

    Session(Transport transport, Plan plan) {
        this.transport = transport;
        this.plan = plan;
        origin = transport.nanos();
    }

    /** Sends so many at once. The first is the origin of all times. */
    List<Answer> volley(int requests) throws Stopped, InterruptedException {
        int allowed = Math.min(requests, requestsLeft());
        if (allowed < 1) {
            throw new Stopped("the budget of " + plan.requests() + " requests is spent");
        }
        if (secondsLeft() <= 0) {
            throw new Stopped("the budget of " + Math.round(plan.seconds()) + " s is spent");
        }
        List<Answer> answers = transport.volley(allowed);
        if (sent == 0) {
            origin = answers.get(0).sentNanos();
        }
        sent += answers.size();
        for (Answer answer : answers) {
            round.add(new Entry(number, volleys, answer));
            recent.add(answer.outcome());
        }
        volleys++;
        watch(answers);
        return answers;
    }

    private void watch(List<Answer> answers) throws Stopped {
        List<Answer.Outcome> last = recent.subList(Math.max(0, recent.size() - LOOKED_BACK), recent.size());
        long failed = last.stream()
                .filter(outcome -> outcome == Answer.Outcome.FAILED)
                .count();
        if (failed > FAILURES_BORNE) {
            Answer worst = answers.get(answers.size() - 1);
            throw new Stopped("the target failed " + failed + " of the last " + last.size() + " requests"
                    + (worst.status() == 0 ? "" : ", lastly with status " + worst.status()));
        }
    }

    /** A silence; none that would outlast the plan. */
    void rest(double seconds) throws Stopped, InterruptedException {
        if (seconds <= 0) {
            return;
        }
        if (seconds > secondsLeft()) {
            throw new Stopped("the budget of " + Math.round(plan.seconds()) + " s does not allow a silence of "
                    + Math.round(10 * seconds) / 10.0 + " s more");
        }
        transport.rest(Duration.ofNanos((long) (seconds * 1e9)));
    }

    /** Rests and sends as a step says; how many were admitted. */
    int run(Step step) throws Stopped, InterruptedException {
        rest(step.silence());
        int admitted = 0;
        int asked = 0;
        int refusedInARow = 0;
        while (asked < step.requests() && refusedInARow < step.refusals()) {
            int volley = Math.min(step.parallel(), step.requests() - asked);
            List<Answer> answers = volley(volley);
            asked += answers.size();
            int refused = (int) answers.stream().filter(Answer::refused).count();
            admitted += answers.size() - refused;
            refusedInARow = refused == answers.size() ? refusedInARow + refused : refused;
        }
        return admitted;
    }

    /** Ends a round: everything sent since the last one. */
    List<Entry> endRound() {
        List<Entry> done = List.copyOf(round);
        round.clear();
        number++;
        return done;
    }

    /** An instant of the transport's clock, in seconds after the first request. */
    double at(long nanos) {
        return (nanos - origin) / 1e9;
    }

    /** The wall clock at an instant of the transport's clock. */
    Instant wallClockAt(long nanos) {
        return transport.wallClock().minusNanos(transport.nanos() - nanos);
    }

    double now() {
        return (transport.nanos() - origin) / 1e9;
    }

    double secondsLeft() {
        return plan.seconds() - now();
    }

    int requestsLeft() {
        return plan.requests() - sent;
    }
}
