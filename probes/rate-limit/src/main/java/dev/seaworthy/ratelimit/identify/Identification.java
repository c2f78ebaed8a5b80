package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.confirm.Allowance;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a journal says about the limiter: drawn from its entries and its seed, so that it can be drawn again. Immutable. */
public final class Identification {
    /** What is fitted; the rest disturbs the limiter in ways that the model is not asked about. */
    private static final Set<Stage> FITTED = EnumSet.of(Stage.CONFIRM, Stage.EXPERIMENT, Stage.VALIDATION, Stage.DELAY);

    private final Journal journal;
    private final Inference inference;

    Identification(Journal journal, Inference inference) {
        this.journal = journal;
        this.inference = inference;
    }

    /** Draws what a journal says, without sending anything. */
    public static Identification of(Journal journal) {
        long origin = journal.entries().isEmpty()
                ? 0
                : journal.entries().get(0).answer().sentNanos();
        Inference inference = new Inference(journal.plan().seed(), journal.begun(), origin);
        rounds(journal.entries()).forEach(inference::absorb);
        return new Identification(journal, inference);
    }

    /** What was sent on the usual request and is fitted, round by round. */
    static List<List<Entry>> rounds(List<Entry> entries) {
        Map<Integer, List<Entry>> rounds = new TreeMap<>();
        entries.stream()
                .filter(entry -> FITTED.contains(entry.stage()) && entry.isControl())
                .forEach(entry -> rounds.computeIfAbsent(entry.round(), unused -> new ArrayList<>())
                        .add(entry));
        return List.copyOf(rounds.values());
    }

    /** What it adds to the verdict. */
    public Section section() {
        Section section = new Section();
        new ModelJson(this).into(section);
        new ModelText(this).into(section);
        return section;
    }

    /** How a declaration compares with what was found; empty where that is not known well enough. */
    public Optional<Comparison> compared(Allowance declared) {
        return limiter().map(unused -> Comparison.of(this, declared));
    }

    /** The limiter, where it is known well enough to be named. */
    public Optional<Limiter> limiter() {
        Confidence confidence = confidence();
        return confidence == Confidence.HIGH || confidence == Confidence.MEDIUM ? best() : Optional.empty();
    }

    /** The best of the limiters considered, however well it explains what was seen; empty where nothing was refused. */
    public Optional<Limiter> best() {
        return inference.sawRefusal() ? Optional.of(inference.belief().best().limiter()) : Optional.empty();
    }

    /** Whether a refusal was seen. */
    public boolean enforced() {
        return inference.sawRefusal();
    }

    /** How far the model may be trusted. */
    public Confidence confidence() {
        return inference.confidence();
    }

    /** Why it ended before its time, or empty. */
    public String stopped() {
        for (Stage stage : List.of(Stage.EXPERIMENT, Stage.VALIDATION)) {
            String reason = journal.stops().get(stage);
            if (reason != null) {
                return reason;
            }
        }
        return "";
    }

    Journal journal() {
        return journal;
    }

    Inference inference() {
        return inference;
    }

    /** What the model was drawn from. */
    Observations seen() {
        return inference.seen();
    }
}
