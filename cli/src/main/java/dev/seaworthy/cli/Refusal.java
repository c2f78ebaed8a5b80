package dev.seaworthy.cli;

/** The command line asks for what a safety rail forbids: one line that says what, and how to go on. Exit code 4. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}
