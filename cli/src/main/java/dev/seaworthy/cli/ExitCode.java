package dev.seaworthy.cli;

/** What the process says to its caller; part of the contract with users. */
final class ExitCode {
    static final int READY = 0;
    static final int NOT_READY = 1;
    static final int UNPROVEN = 2;
    static final int ERROR = 3;
    static final int REFUSED = 4;
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
