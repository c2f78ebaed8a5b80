package dev.seaworthy.kernel;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One falsifiable sentence about an environment.
 *
 * @param id stable, lower case, dotted; its first part names the area ({@code ws.subprotocol.selected})
 * @param sentence what is claimed, as a sentence that an exchange could contradict; without a full stop, for it is a title
 * @param severity the weight of a refutation
 * @param source where the expectation comes from: an RFC section, a standard's requirement, or the contract
 */
public record Claim(String id, String sentence, Severity severity, String source) {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)+");

    public Claim {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("claim id '" + id + "' is not lower-case, dotted words");
        }
        if (sentence.isBlank() || source.isBlank()) {
            throw new IllegalArgumentException("claim " + id + " needs a sentence and a source");
        }
        Objects.requireNonNull(severity, "severity");
    }
}
