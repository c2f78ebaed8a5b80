package dev.seaworthy.ratelimit.delay;

import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Draws from a journal how the target slows its caller down. Pure. */
final class DelayJudge {
    /** A shape with as many parameters as another is believed only where it leaves far less unexplained. */
    private static final double FAR_BETTER = 0.3;

    /** How much longer than an answer a spacing must be, so that the work itself does not explain it. */
    private static final double BEYOND_WORK = 1.1;

    private static final double NO_LONGER = 1.3;

    /** A longer silence ends a run of one by one. */
    private static final long PAUSE_NANOS = 250_000_000;

    private static final int LONGEST_OPENING = 100;

    private final List<Entry> entries;
    private final Base base;
    private final List<OneByOne> runs;
    private final OneByOne own;
    private final List<Answer> ownAnswers;

    private DelayJudge(Journal journal, List<Entry> entries) {
        this.entries = entries;
        base = Base.of(journal);
        ownAnswers = entries.stream()
                .filter(entry -> entry.label().equals(DelayTrial.ONE_BY_ONE))
                .map(Entry::answer)
                .toList();
        own = new OneByOne(ownAnswers, base);
        runs = List.of(new OneByOne(opening(journal), base), own);
    }

    static Optional<Pacing> judge(Journal journal) {
        List<Entry> entries =
                journal.of(Stage.DELAY).stream().filter(Base::telling).toList();
        return entries.isEmpty() ? Optional.empty() : Optional.of(new DelayJudge(journal, entries).pacing());
    }

    /** What was sent one by one at the very beginning, when the key was fresh. */
    static List<Answer> opening(Journal journal) {
        List<Answer> run = new ArrayList<>();
        List<Entry> sent = journal.entries().stream()
                .filter(entry -> entry.stage() == Stage.CONFIRM || entry.stage() == Stage.EXPERIMENT)
                .filter(Base::telling)
                .toList();
        for (int i = 0; i < sent.size() && run.size() < LONGEST_OPENING; i++) {
            Entry entry = sent.get(i);
            boolean together = i + 1 < sent.size() && sent.get(i + 1).volley() == entry.volley();
            boolean paused = !run.isEmpty()
                    && entry.answer().sentNanos() - run.get(run.size() - 1).doneNanos() > PAUSE_NANOS;
            if (together || paused || entry.answer().refused()) {
                break;
            }
            run.add(entry.answer());
        }
        return run;
    }

    private Pacing pacing() {
        for (OneByOne run : runs) {
            Optional<Pacing.Progressive> progressive = run.progressive();
            if (progressive.isPresent()) {
                return progressive.get();
            }
        }
        return Volley.of(entries, DelayTrial.VOLLEY).stream()
                .filter(volley -> volley.delayed(base))
                .max(Comparator.comparingInt(Volley::size))
                .map(this::shape)
                .orElseGet(this::bound);
    }

    private Pacing shape(Volley volley) {
        double[] latencies = volley.latencies();
        if (volley.refused() == 0 && own.staysSlow() && volley.longest() < NO_LONGER * own.slowLatency()) {
            // Many at once wait no longer than one alone does: there is no line.
            double delay = own.slowLatency() - base.seconds();
            return new Pacing.Progressive(own.free(), delay, OptionalDouble.of(delay));
        }
        double[] bases = own.bases();
        Ramp ramp = Ramp.of(latencies, bases);
        Stairs stairs = Stairs.of(latencies, bases);
        Flat flat = Flat.of(latencies, bases);
        if (ramp == null || flat == null) {
            throw new IllegalStateException("a delayed volley has two answers at least");
        }
        if (stairs != null && stairs.residual() < FAR_BETTER * Math.min(ramp.residual(), flat.residual())) {
            return cycleWait(volley, stairs.size(), OptionalDouble.of(stairs.distance()));
        }
        if (flat.residual() < FAR_BETTER * ramp.residual()) {
            return twoLevels(volley, flat);
        }
        boolean work = ramp.step() <= BEYOND_WORK * base.seconds();
        OptionalInt depth = volley.refused() > 0
                ? OptionalInt.of(Math.max(0, latencies.length - ramp.free()))
                : OptionalInt.empty();
        return new Pacing.Queue(1 / ramp.step(), ramp.free(), depth, volley.size(), work);
    }

    /** The first few wait not at all, and all others equally long. */
    private Pacing twoLevels(Volley volley, Flat flat) {
        int waited = volley.admitted() - flat.free();
        if (own.staysSlow() || (volley.refused() == 0 && waited > flat.free())) {
            return new Pacing.Progressive(flat.free(), flat.delay(), OptionalDouble.of(flat.delay()));
        }
        return cycleWait(volley, volley.refused() > 0 ? waited : flat.free(), own.cycle());
    }

    private Pacing cycleWait(Volley volley, int permits, OptionalDouble cycle) {
        boolean work = cycle.isPresent() && cycle.getAsDouble() <= BEYOND_WORK * base.seconds();
        OptionalInt admitted = volley.refused() > 0 ? OptionalInt.of(volley.admitted()) : OptionalInt.empty();
        return new Pacing.CycleWait(permits, cycle, admitted, volley.size(), work);
    }

    /** Nothing waits: whether the number under way at once is bounded. */
    private Pacing bound() {
        List<Volley> atOnce = Volley.of(entries, DelayTrial.AT_ONCE);
        Optional<Volley> first =
                atOnce.stream().filter(volley -> volley.refused() > 0).findFirst();
        if (first.isPresent()) {
            int size = first.get().size();
            OptionalInt cap = cap(atOnce, size);
            return cap.isPresent() ? new Pacing.ConcurrencyCap(cap.getAsInt(), most()) : new Pacing.RateAtOnce(size);
        }
        boolean refused = ownAnswers.stream().anyMatch(Answer::refused);
        return new Pacing.NoneSeen(ownAnswers.size(), most(), refused);
    }

    /** The same number each time, no smaller than what was let through before, and one by one is never refused. */
    private OptionalInt cap(List<Volley> atOnce, int size) {
        List<Volley> bounded =
                atOnce.stream().filter(volley -> volley.size() >= size).toList();
        boolean often = bounded.stream().filter(volley -> volley.size() == size).count() >= DelayTrial.TIMES;
        int before = atOnce.stream()
                .filter(volley -> volley.refused() == 0)
                .mapToInt(Volley::size)
                .max()
                .orElse(1);
        boolean refusedAlone = entries.stream()
                .anyMatch(entry ->
                        entry.label().equals(DelayTrial.AFTER) && entry.answer().refused());
        int[] admitted = bounded.stream().mapToInt(Volley::admitted).distinct().toArray();
        boolean constant = admitted.length == 1 && admitted[0] >= before;
        return often && constant && !refusedAlone ? OptionalInt.of(admitted[0]) : OptionalInt.empty();
    }

    /** How many were sent at once at most. */
    private int most() {
        return entries.stream()
                .filter(entry -> !entry.label().equals(DelayTrial.ONE_BY_ONE)
                        && !entry.label().equals(DelayTrial.AFTER))
                .collect(Collectors.groupingBy(Entry::volley, Collectors.counting()))
                .values()
                .stream()
                .mapToInt(Long::intValue)
                .max()
                .orElse(0);
    }
}
