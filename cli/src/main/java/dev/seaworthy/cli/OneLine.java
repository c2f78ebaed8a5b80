package dev.seaworthy.cli;

/** Turns a failure into the one line that a user reads. */
final class OneLine {
    private OneLine() {}

    /** The message if it says something, else the kind of failure; never more than one line. */
    static String of(Throwable failure) {
        String message = failure.getMessage();
        String text = message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : isOurs(failure) ? message : failure.getClass().getSimpleName() + ": " + message;
        return text.replaceAll("\\s*[\\r\\n]+\\s*", "; ").strip();
    }

    private static boolean isOurs(Throwable failure) {
        return failure.getClass().getName().startsWith("dev.seaworthy.");
    }
}
