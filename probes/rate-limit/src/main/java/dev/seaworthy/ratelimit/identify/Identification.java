package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.verdict.Section;
import dev.seaworthy.ratelimit.verdict.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a journal says about the limiter: drawn from its entries and its seed, so that it can be drawn again. Immutable. */
public final class Identification {
    /** What is fitted; the rest disturbs the limiter in ways that the model is not asked about. */
    private static final Set<Stage> FITTED = EnumSet.of(Stage.CONFIRM, Stage.EXPERIMENT, Stage.VALIDATION);

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

    /** This alone as a verdict, compared with a declaration if there is one. */
    public Verdict verdict(@Nullable Declared declared) {
        List<Section> sections = new ArrayList<>(List.of(section()));
        if (declared != null) {
            sections.add(compared(declared));
        }
        return new Verdict(enforced(declared), journal, sections);
    }

    /** What it adds to the verdict. */
    public Section section() {
        Section section = new Section();
        new ModelJson(this).into(section);
        new ModelText(this).into(section);
        return section;
    }

    /** How the declaration compares with what was found. */
    public Section compared(Declared declared) {
        return Comparison.of(this, declared).section(declared);
    }

    /** YES; NO where a declared limit would have refused long ago; NOT_OBSERVED otherwise. */
    public String enforced(@Nullable Declared declared) {
        return Comparison.enforced(this, declared);
    }

    /** Whether a refusal was seen, and an admission after it or before. */
    public boolean enforced() {
        return inference.sawRefusal();
    }

    /** How far the model may be trusted. */
    public Confidence confidence() {
        return inference.confidence();
    }

    /** Why it ended before its time, or empty. */
    public String stopped() {
        for (Stage stage : List.of(Stage.EXPERIMENT, Stage.VALIDATION, Stage.PROMISE)) {
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

    List<PromiseCheck> promises() {
        return PromiseTrial.judge(journal);
    }

    Inference inference() {
        return inference;
    }

    /** What the model was drawn from. */
    Observations seen() {
        return inference.seen();
    }
}
