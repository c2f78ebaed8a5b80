package dev.seaworthy.cli;

/** A user's mistake on the command line: one line that says what, where, and how to mend it. Exit code 3. */
final class UsageComplaint extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageComplaint(String message) {
        super(message);
    }
}
