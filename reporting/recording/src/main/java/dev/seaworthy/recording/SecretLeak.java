package dev.seaworthy.recording;

import java.util.List;

/** Something was about to be written that contains a secret; nothing was. Names the file and the secret's label only. */
public final class SecretLeak extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private SecretLeak(String message) {
        super(message);
    }

    /** The plan is made of nothing but the contract and words of ours. */
    static SecretLeak inPlan(List<String> labels) {
        return new SecretLeak("refused to write down the plan: " + String.join(", ", labels)
                + " of the contract also stands in it as plain text; take it out there, or, if it is a common word,"
                + " give the test account another");
    }

    SecretLeak(String file, List<String> labels) {
        super("refused to write " + String.join(", ", labels) + " to " + file
                + ": a secret reached the recording unredacted, which is a fault of the harness");
    }
}
