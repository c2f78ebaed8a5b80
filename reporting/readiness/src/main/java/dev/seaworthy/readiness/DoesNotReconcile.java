package dev.seaworthy.readiness;

/** The recording contradicts its own plan, so that no report about it can be true. The message is one line for people. */
public final class DoesNotReconcile extends RuntimeException {
    private static final long serialVersionUID = 1;

    DoesNotReconcile(String message) {
        super(message);
    }
}
