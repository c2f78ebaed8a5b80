package dev.seaworthy.auth.token;

/** A check has nothing to try; the message is the whole reason, and says what would change that. */
final class Inapplicable extends Exception {
    private static final long serialVersionUID = 1L;

    private Inapplicable(String message) {
        super(message);
    }

    /** For what cannot be here. */
    static Inapplicable doesNotApply(String why) {
        return new Inapplicable("does not apply: " + why);
    }

    /** For what the contract would have to say. */
    static Inapplicable notInTheContract(String what) {
        return new Inapplicable("not in the contract: " + what);
    }

    /** The reason, for a finding. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
