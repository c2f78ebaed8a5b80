package dev.seaworthy.ratelimit.session;

import dev.seaworthy.kernel.Exchange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Sends what the stages of an inquiry ask for, as long as its plan and the target's health allow, and keeps the journal. Not
 * thread-safe.
 */
public final class Session {
    private static final int LOOKED_BACK = 50;
    private static final int FAILURES_BORNE = 2;

    private final Transport transport;
    private final Plan plan;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Answer> controls = new ArrayList<>();
    private final Map<Stage, String> stops = new EnumMap<>(Stage.class);
    private Stage stage = Stage.EXPERIMENT;
    private String label = "";
    private long origin;
    private Instant begun;
    private int volleys;
    private int round;
    private int roundBegan;

    /** A session that has sent nothing. */
    public Session(Transport transport, Plan plan) {
        this.transport = transport;
        this.plan = plan;
        origin = transport.clock().nanos();
        begun = transport.clock().wallClock();
    }

    /** From now on, requests are sent for this. */
    public void enter(Stage next) {
        stage = next;
        label = "";
        endRound();
    }

    /** From now on, requests belong to this step of the stage. */
    public void step(String next) {
        label = next;
    }

    /** Notes why the stage ends before its time. */
    public void stopped(Stage ended, String reason) {
        stops.putIfAbsent(ended, reason);
    }

    /** Sends so many of the usual request at once. The first is the origin of all times. */
    public List<Answer> volley(int requests) throws Stopped, InterruptedException {
        return volley(Collections.nCopies(Math.min(requests, Math.max(1, requestsLeft())), Variation.CONTROL));
    }

    /** Sends one request. */
    public Answer send(Variation request) throws Stopped, InterruptedException {
        return volley(List.of(request)).get(0);
    }

    /** Sends these at once. */
    public List<Answer> volley(List<Variation> requests) throws Stopped, InterruptedException {
        admit(requests.size());
        return note(requests, transport.volley(requests));
    }

    /** Sends these with their last bytes together. */
    public List<Answer> salvo(List<Variation> requests) throws Stopped, InterruptedException {
        admit(requests.size());
        return note(requests, transport.salvo(requests));
    }

    private void admit(int requests) throws Stopped {
        if (requests > requestsLeft()) {
            throw new Stopped("the budget of " + plan.requests() + " requests is spent");
        }
        if (secondsLeft() <= 0) {
            throw new Stopped("the budget of " + Math.round(plan.seconds()) + " s is spent");
        }
    }

    private List<Answer> note(List<Variation> requests, List<Answer> answers) throws Stopped {
        if (entries.isEmpty()) {
            origin = answers.get(0).sentNanos();
            begun = wallClockAt(origin);
        }
        for (int i = 0; i < answers.size(); i++) {
            Variation request = requests.get(i);
            Answer answer = answers.get(i);
            entries.add(new Entry(stage, label, round, volleys, request.name(), answer));
            if (request.isControl()) {
                controls.add(answer);
            }
        }
        volleys++;
        ownFaults(answers);
        watch();
        return answers;
    }

    private static void ownFaults(List<Answer> answers) throws Stopped {
        for (Answer answer : answers) {
            if (answer.outcome() == Answer.Outcome.OURS) {
                Exchange exchange = answer.exchange();
                throw new Stopped("our own client: " + (exchange == null ? "not sent" : exchange.detail()));
            }
        }
    }

    /** Variations may well be answered with an error; the usual request is not. */
    private void watch() throws Stopped {
        List<Answer> last = controls.subList(Math.max(0, controls.size() - LOOKED_BACK), controls.size());
        List<Answer> failed = last.stream()
                .filter(answer -> answer.outcome() == Answer.Outcome.FAILED)
                .toList();
        if (failed.size() > FAILURES_BORNE) {
            throw new Stopped("the target failed " + failed.size() + " of the last " + last.size()
                    + " requests, lastly with " + failed.get(failed.size() - 1).text());
        }
    }

    /** A silence; none that would outlast the plan. */
    public void rest(double seconds) throws Stopped, InterruptedException {
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
    public int run(Step step) throws Stopped, InterruptedException {
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
    public List<Entry> endRound() {
        List<Entry> done = List.copyOf(entries.subList(roundBegan, entries.size()));
        if (!done.isEmpty()) {
            round++;
            roundBegan = entries.size();
        }
        return done;
    }

    /** What was sent so far. */
    public Journal journal(Map<String, String> about) {
        return new Journal(plan, begun, about, entries, stops);
    }

    /** An instant of the transport's clock, in seconds after the first request. */
    public double at(long nanos) {
        return (nanos - origin) / 1e9;
    }

    /** The wall clock at an instant of the transport's clock. */
    public Instant wallClockAt(long nanos) {
        return transport.clock().wallClock().minusNanos(transport.clock().nanos() - nanos);
    }

    /** Seconds after the first request. */
    public double now() {
        return (transport.clock().nanos() - origin) / 1e9;
    }

    /** What the plan leaves, seconds. */
    public double secondsLeft() {
        return plan.seconds() - now();
    }

    /** What the plan leaves. */
    public int requestsLeft() {
        return plan.requests() - entries.size();
    }

    /** The wall clock at the first request, or at the beginning before there was one. */
    public Instant begun() {
        return begun;
    }

    /** The instant of the first request, or of the beginning before there was one. */
    public long origin() {
        return origin;
    }

    /** What it may take. */
    public Plan plan() {
        return plan;
    }

    /** How many callers there are, the own one among them. */
    public int callers() {
        return transport.callers();
    }

    /** From how many addresses requests can be sent. */
    public int addresses() {
        return transport.addresses();
    }
}
