package dev.seaworthy.readiness;

/** What the process that rendered a report says with its exit code. */
public final class ExitCode {
    private ExitCode() {}

    /** 0 for READY, 1 for NOT_READY, 2 for UNPROVEN. */
    public static int of(Report report) {
        return switch (report.readiness().verdict()) {
            case READY -> 0;
            case NOT_READY -> 1;
            case UNPROVEN -> 2;
        };
    }
}
