package dev.seaworthy.auth.load;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Escort;
import dev.seaworthy.kernel.LoadStep;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What rides with the load of one run, and the books of what it saw. Thread-safe once it has been made ready. */
public final class Patrol {
    private final Bench bench;
    private final @Nullable Route route;
    private final Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);
    private final Map<Kind, AtomicLong> turns = new EnumMap<>(Kind.class);
    private final CrossTalk crossTalk = new CrossTalk();
    private final Map<Kind, List<AtRest>> again = new EnumMap<>(Kind.class);
    private volatile Garrison.@Nullable Muster muster;

    public Patrol(Bench bench) {
        this.bench = bench;
        String wanted = bench.settings().underLoad().route();
        this.route = bench.routes().stream()
                .filter(candidate -> wanted == null || candidate.name().equals(wanted))
                .findFirst()
                .orElse(null);
        for (Kind kind : Kind.values()) {
            tallies.put(kind, new Tally());
            turns.put(kind, new AtomicLong());
        }
    }

    /** One for each kind with a share, whether it can be made ready or not. */
    public List<Escort> escorts() {
        if (route == null) {
            return List.of();
        }
        List<Escort> escorts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            boolean declared = kind != Kind.OTHERS || new Belonging(bench, route).isDeclared();
            if (declared && share(kind) > 0) {
                escorts.add(new Rider(kind, share(kind)));
            }
        }
        return escorts;
    }

    /** Makes what is sent during the load. */
    public void prepare() throws InterruptedException {
        if (route != null) {
            muster = new Garrison(bench, route).muster();
        }
    }

    double share(Kind kind) {
        return kind.share(bench.settings().underLoad().shares());
    }

    int least() {
        return bench.settings().underLoad().least();
    }

    /** What is asked; null if no protected route is, or none of the name that the contract gives. */
    @Nullable
    Route route() {
        return route;
    }

    /** What was made ready; null if there was no load to be made ready for. */
    Garrison.@Nullable Muster muster() {
        return muster;
    }

    Tally tally(Kind kind) {
        return tallies.getOrDefault(kind, new Tally());
    }

    CrossTalk.Seen crossTalk() {
        return crossTalk.seen();
    }

    /** What every sample of a kind is answered at rest again; asked once in a run, after its load. */
    synchronized List<AtRest> again(Kind kind) throws InterruptedException {
        List<AtRest> known = again.get(kind);
        if (known != null) {
            return known;
        }
        List<AtRest> fresh = new ArrayList<>();
        Garrison.Muster ready = muster;
        if (ready != null) {
            for (Sample sample : ready.samples().getOrDefault(kind, List.of())) {
                boolean stale = sample.isStale(bench.time().wallClock());
                HttpAnswer answer = bench.wire().exchange(sample.request());
                fresh.add(new AtRest(read(ready, kind, answer), stale, answer.exchange()));
            }
        }
        again.put(kind, fresh);
        return fresh;
    }

    /** Lets something in only that has the form of what a valid token opens: a login page with status 200 is unclear. */
    private Reading read(Garrison.Muster ready, Kind kind, HttpAnswer answer) {
        if (route == null) {
            return Reading.UNCLEAR;
        }
        Reading reading = read(route, kind, answer);
        boolean page = reading == Reading.ACCEPTED
                && kind != Kind.VALID
                && kind != Kind.OTHERS
                && !Route.shape(answer).equals(ready.shape());
        return page ? Reading.UNCLEAR : reading;
    }

    static Reading read(Route route, Kind kind, HttpAnswer answer) {
        if (kind == Kind.OTHERS) {
            return !answer.outcome().answered() ? Reading.UNANSWERED : others(answer.status());
        }
        return route.read(answer, kind.expectation());
    }

    /** Another user's resource is refused, or does not exist. */
    private static Reading others(int status) {
        return switch (status / 100) {
            case 2 -> Reading.ACCEPTED;
            case 4 -> status == 429 ? Reading.SHED : Reading.REFUSED;
            case 5 -> status == 503 ? Reading.SHED : Reading.BROKEN;
            default -> Reading.UNCLEAR;
        };
    }

    private final class Rider implements Escort {
        private final Kind kind;
        private final double share;
        private final AtomicLong taken;

        Rider(Kind kind, double share) {
            // Counted in the patrol: whoever asks for the escorts twice must not begin again with the first account.
            this.taken = turns.getOrDefault(kind, new AtomicLong());
            this.kind = kind;
            this.share = share;
        }

        @Override
        public String name() {
            return kind.operation();
        }

        @Override
        public double share() {
            return share;
        }

        @Override
        public boolean isReady() {
            Garrison.Muster ready = muster;
            return ready != null && ready.samples().containsKey(kind);
        }

        @Override
        public void ride(Turn turn, LoadStep step) {
            Garrison.Muster ready = muster;
            List<Sample> samples = ready == null ? List.of() : ready.samples().getOrDefault(kind, List.of());
            if (ready == null || samples.isEmpty()) {
                long now = bench.time().nanos();
                turn.complete(
                        new Clocks(turn.intendedNanos(), now, Clocks.NOT_REACHED, Clocks.NOT_REACHED, now),
                        Outcome.NOT_SENT,
                        "nothing was made ready");
                return;
            }
            Sample sample = samples.get((int) (taken.getAndIncrement() % samples.size()));
            bench.wire()
                    .observe(
                            sample.ready(),
                            turn.loop(),
                            turn.intendedNanos(),
                            (clocks, outcome, status, body, detail, whole) -> {
                                Reading reading =
                                        outcome.answered() ? reading(ready, status, whole) : Reading.UNANSWERED;
                                if (sent(outcome)) {
                                    note(ready, sample, step, clocks, reading, body, whole);
                                }
                                turn.complete(clocks, judged(reading, outcome), words(reading, status, detail));
                            });
        }

        /** What our own side kept from the target says nothing of it. */
        private boolean sent(Outcome outcome) {
            return outcome != Outcome.INSTRUMENT && outcome != Outcome.NOT_SENT;
        }

        private void note(
                Garrison.Muster ready,
                Sample sample,
                LoadStep step,
                Clocks clocks,
                Reading reading,
                byte[] body,
                Supplier<HttpAnswer> whole) {
            if (sample.isStale(bench.time().wallClock())) {
                tally(kind).stale(step);
                return;
            }
            boolean violation = reading == (kind == Kind.VALID ? Reading.REFUSED : Reading.ACCEPTED);
            tally(kind)
                    .note(
                            step,
                            reading,
                            clocks.serviceNanos(),
                            violation,
                            () -> whole.get().exchange());
            Canaries canaries = ready.canaries();
            if (kind == Kind.VALID && canaries != null && reading == Reading.ACCEPTED) {
                crossTalk.searched(canaries.holds(body, sample.whose()));
                if (canaries.strangerIn(body, sample.whose()) != Canaries.NOBODY) {
                    crossTalk.found(step, () -> whole.get().exchange());
                }
            }
        }

        /** The usual answers are told by their status alone. */
        private Reading reading(Garrison.Muster ready, int status, Supplier<HttpAnswer> whole) {
            if (kind == Kind.OTHERS) {
                return others(status);
            }
            if (route != null && kind == Kind.VALID && route.accepts(status)) {
                return Reading.ACCEPTED;
            }
            if (route != null && route.refusals(kind.expectation()).contains(status) && !route.accepts(status)) {
                return Reading.REFUSED;
            }
            // Load is shed with 503 also by those who do not say for how long.
            return status == 503 ? Reading.SHED : read(ready, kind, whole.get());
        }

        private Outcome judged(Reading reading, Outcome outcome) {
            Reading right = kind == Kind.VALID ? Reading.ACCEPTED : Reading.REFUSED;
            if (reading == right || !outcome.answered()) {
                return reading == right ? Outcome.OK : outcome;
            }
            boolean declined = reading == Reading.SHED || kind == Kind.VALID && reading == Reading.REFUSED;
            return declined ? Outcome.REJECTED : Outcome.WRONG_ANSWER;
        }

        private String words(Reading reading, int status, String detail) {
            Reading right = kind == Kind.VALID ? Reading.ACCEPTED : Reading.REFUSED;
            if (reading == right) {
                return "";
            }
            return status == 0 ? detail : "HTTP " + status;
        }
    }
}
