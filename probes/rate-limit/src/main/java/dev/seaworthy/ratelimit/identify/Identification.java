package dev.seaworthy.ratelimit.identify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an inquiry found, and all that it was drawn from: the log and the seed, from which the verdict can be drawn again.
 * Immutable.
 */
public final class Identification {
    private final Plan plan;
    private final Instant begun;
    private final List<Round> rounds;
    private final List<PromiseCheck> promises;
    private final String stopped;
    private final Inference inference;

    Identification(
            Plan plan,
            Instant begun,
            List<Round> rounds,
            List<PromiseCheck> promises,
            String stopped,
            Inference inference) {
        this.plan = plan;
        this.begun = begun;
        this.rounds = List.copyOf(rounds);
        this.promises = List.copyOf(promises);
        this.stopped = stopped;
        this.inference = inference;
    }

    /** Reads a stored log and draws the verdict again, without sending anything. */
    public static Identification replay(List<String> lines) {
        return InquiryLog.read(lines);
    }

    /** The log, one JSON object a line: the plan with its seed, every request, and why it ended. */
    public List<String> log() {
        return InquiryLog.write(this);
    }

    /** The verdict as JSON, {@code ratelimit-verdict/1}. */
    public String json(@Nullable Declared declared) {
        return new VerdictJson(this, declared).text();
    }

    /** The verdict for a reader in a hurry. */
    public String text(@Nullable Declared declared) {
        return new VerdictText(this, declared).text();
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
        return stopped;
    }

    Plan plan() {
        return plan;
    }

    Instant begun() {
        return begun;
    }

    List<Round> rounds() {
        return rounds;
    }

    List<PromiseCheck> promises() {
        return promises;
    }

    Inference inference() {
        return inference;
    }

    List<Entry> entries() {
        List<Entry> all = new ArrayList<>();
        rounds.forEach(round -> all.addAll(round.entries()));
        return all;
    }

    /** What the model was drawn from: everything but the tests of promises. */
    Observations seen() {
        return Observations.of(inference.log());
    }
}
