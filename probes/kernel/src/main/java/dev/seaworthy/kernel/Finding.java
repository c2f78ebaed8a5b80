package dev.seaworthy.kernel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a check found: the verdict, the reason in one line, and the evidence.
 *
 * <p>There is no way to make a PASS, FAIL or UNPROVEN without {@link Evidence}: the constructor is private and the
 * factories ask for it. Immutable.
 */
public final class Finding {
    private final Claim claim;
    private final Verdict verdict;
    private final String reason;
    private final @Nullable Evidence evidence;
    private final Map<String, Object> facts;

    private Finding(
            Claim claim, Verdict verdict, String reason, @Nullable Evidence evidence, Map<String, Object> facts) {
        if (reason.isBlank() || reason.contains("\n")) {
            throw new IllegalArgumentException("a finding on " + claim.id() + " needs its reason in one line");
        }
        this.claim = claim;
        this.verdict = verdict;
        this.reason = reason;
        this.evidence = evidence;
        this.facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** The expected behaviour was seen in {@code evidence}. */
    public static Finding pass(Claim claim, String reason, Evidence evidence) {
        return new Finding(claim, Verdict.PASS, reason, evidence, Map.of());
    }

    /** A violation was seen in {@code evidence}. */
    public static Finding fail(Claim claim, String reason, Evidence evidence) {
        return new Finding(claim, Verdict.FAIL, reason, evidence, Map.of());
    }

    /** {@code evidence} does not decide. The reason says what would. */
    public static Finding unproven(Claim claim, String reason, Evidence evidence) {
        return new Finding(claim, Verdict.UNPROVEN, reason, evidence, Map.of());
    }

    /** Not run, for a reason that names what would enable it. */
    public static Finding skipped(Claim claim, String reason) {
        return new Finding(claim, Verdict.SKIPPED, reason, null, Map.of());
    }

    /** The harness is at fault, not the target. */
    public static Finding error(Claim claim, String reason) {
        return new Finding(claim, Verdict.ERROR, reason, null, Map.of());
    }

    /**
     * This finding with one more named fact for the report: a string, number, boolean, or a list or map of these.
     */
    public Finding with(String fact, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(facts);
        more.put(fact, value);
        return new Finding(claim, verdict, reason, evidence, more);
    }

    public Claim claim() {
        return claim;
    }

    public Verdict verdict() {
        return verdict;
    }

    public String reason() {
        return reason;
    }

    /** Present for every verdict that {@link Verdict#needsEvidence()}. */
    public Optional<Evidence> evidence() {
        return Optional.ofNullable(evidence);
    }

    /** Named facts in the order in which they were added. */
    public Map<String, Object> facts() {
        return facts;
    }

    /** The exchanges of the evidence, or none. */
    public List<Exchange> exchanges() {
        return evidence == null ? List.of() : evidence.exchanges();
    }

    @Override
    public String toString() {
        return verdict + " " + claim.id() + ": " + reason;
    }
}
