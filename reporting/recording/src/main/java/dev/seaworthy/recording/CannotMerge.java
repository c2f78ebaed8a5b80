package dev.seaworthy.recording;

/** Recordings that do not belong together were to be added up. The message is one line. */
public final class CannotMerge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotMerge(String message) {
        super(message);
    }
}
