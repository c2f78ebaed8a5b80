package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.header.Announcement;
import dev.seaworthy.ratelimit.header.ServerClock;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Stopped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tests what refusals promise on silent cycles. Nothing is sent before a promise's end: some limiters count refused requests,
 * and would look like liars. A promise that is broken is tried again with more and more patience, from rest each time.
 */
final class PromiseTrial {
    /** Begins the label of a request at the end of a promise: then seconds beyond it, and the field. */
    private static final String PROMISED = "promised ";

    private static final double SLACK = 0.03;
    private static final double LONGEST = 60;
    private static final int FIELDS = 3;
    private static final double[] EXTRAS = {0, 0.25, 0.5, 1, 2, 4, 8};

    private final Session session;
    private final Limiter model;
    private final int parallel;
    private final double doubt;
    private final ServerClock clock = new ServerClock();
    private final Set<String> tested = new HashSet<>();

    PromiseTrial(Session session, Limiter model, int parallel, double doubt) {
        this.session = session;
        this.model = model;
        this.parallel = parallel;
        this.doubt = doubt;
    }

    void run() throws Stopped, InterruptedException {
        boolean promised = session.journal(Map.of()).entries().stream()
                .map(Entry::answer)
                .filter(Answer::refused)
                .anyMatch(refusal -> !announced(refusal).waits().isEmpty());
        if (!promised) {
            return;
        }
        session.enter(Stage.PROMISE);
        Announcement announced = announced(exhaust());
        for (Announcement.Wait wait : announced.waits()) {
            if (wait.seconds() <= LONGEST && tested.size() < FIELDS && tested.add(wait.field())) {
                test(wait.field());
            }
        }
    }

    /** What a journal says about promises: each request at the end of one, and the refusal before it. Pure. */
    static List<PromiseCheck> judge(Journal journal) {
        List<PromiseCheck> checks = new ArrayList<>();
        ServerClock clock = new ServerClock();
        Answer refusal = null;
        for (Entry entry : journal.of(Stage.PROMISE)) {
            Instant arrived = journal.wallClockAt(entry.answer().doneNanos());
            clock.observe(entry.answer().headers(), arrived);
            if (refusal != null && entry.label().startsWith(PROMISED)) {
                String[] words = entry.label().split(" ", 3);
                Instant told = clock.at(journal.wallClockAt(refusal.doneNanos()));
                Announcement.in(refusal.headers(), told)
                        .wait(words[2])
                        .ifPresent(wait -> checks.add(new PromiseCheck(
                                wait.field(),
                                wait.value(),
                                wait.seconds(),
                                Double.parseDouble(words[1]),
                                entry.answer().admitted())));
            }
            refusal = entry.answer().refused() ? entry.answer() : refusal;
        }
        return checks;
    }

    private void test(String field) throws Stopped, InterruptedException {
        for (double extra : EXTRAS) {
            Answer refusal = exhaust();
            Optional<Announcement.Wait> wait = announced(refusal).wait(field);
            if (wait.isEmpty() || wait.get().seconds() > LONGEST) {
                return;
            }
            double since = session.now() - session.at(refusal.doneNanos());
            session.rest(wait.get().seconds() + extra + SLACK + doubt - since);
            session.step(PROMISED + extra + " " + field);
            boolean admitted = session.volley(1).get(0).admitted();
            session.step("");
            if (admitted) {
                return;
            }
            session.rest(1.1 * model.recovery());
        }
    }

    /** Sends until the first refusal, which is returned: one that counts refusals shall count no more than that. */
    private Answer exhaust() throws Stopped, InterruptedException {
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
        throw new Stopped("the limit no longer refuses after " + most + " requests");
    }

    private Announcement announced(Answer refusal) {
        Instant arrived = session.wallClockAt(refusal.doneNanos());
        return Announcement.in(refusal.headers(), clock.at(arrived));
    }
}
