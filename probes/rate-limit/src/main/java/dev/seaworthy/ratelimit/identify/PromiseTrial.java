package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.header.Announcement;
import dev.seaworthy.ratelimit.header.ServerClock;
import dev.seaworthy.ratelimit.model.Limiter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tests what refusals promise on silent cycles. Nothing is sent before a promise's end: some limiters count refused requests,
 * and would look like liars. A promise that is broken is tried again with more and more patience, from rest each time.
 */
final class PromiseTrial {
    private static final double SLACK = 0.03;
    private static final double LONGEST = 60;
    private static final int FIELDS = 3;
    private static final double[] EXTRAS = {0, 0.25, 0.5, 1, 2, 4, 8};

    private final Session session;
    private final Limiter model;
    private final int parallel;
    private final double doubt;
    private final ServerClock clock = new ServerClock();
    private final List<PromiseCheck> checks = new ArrayList<>();

    PromiseTrial(Session session, Limiter model, int parallel, double doubt) {
        this.session = session;
        this.model = model;
        this.parallel = parallel;
        this.doubt = doubt;
    }

    /** What was checked so far, also when the trial was stopped. */
    List<PromiseCheck> checks() {
        return checks;
    }

    void run() throws Session.Stopped, InterruptedException {
        Announcement announced = announced(exhaust());
        int tested = 0;
        for (Announcement.Wait wait : announced.waits()) {
            boolean known = checks.stream().anyMatch(check -> check.field().equals(wait.field()));
            if (!known && wait.seconds() <= LONGEST && tested++ < FIELDS) {
                test(wait.field());
            }
        }
    }

    private void test(String field) throws Session.Stopped, InterruptedException {
        for (double extra : EXTRAS) {
            Answer refusal = exhaust();
            Optional<Announcement.Wait> wait = announced(refusal).wait(field);
            if (wait.isEmpty() || wait.get().seconds() > LONGEST) {
                return;
            }
            double since = session.now() - session.at(refusal.doneNanos());
            session.rest(wait.get().seconds() + extra + SLACK + doubt - since);
            boolean admitted = session.volley(1).get(0).admitted();
            checks.add(new PromiseCheck(field, wait.get().value(), wait.get().seconds(), extra, admitted));
            if (admitted) {
                return;
            }
            session.rest(1.1 * model.recovery());
        }
    }

    /** Sends until the first refusal, which is returned: one that counts refusals shall count no more than that. */
    private Answer exhaust() throws Session.Stopped, InterruptedException {
        int most = (int) (2 * model.capacity()) + 20;
        int sent = 0;
        while (sent < most) {
            List<Answer> answers = session.volley(parallel);
            sent += answers.size();
            for (Answer answer : answers) {
                clock.observe(answer.headers(), session.wallClockAt(answer.doneNanos()));
            }
            Optional<Answer> refused = answers.stream().filter(Answer::refused).reduce((earlier, later) -> later);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        throw new Session.Stopped("the limit no longer refuses after " + most + " requests");
    }

    private Announcement announced(Answer refusal) {
        Instant arrived = session.wallClockAt(refusal.doneNanos());
        return Announcement.in(refusal.headers(), clock.at(arrived));
    }
}
