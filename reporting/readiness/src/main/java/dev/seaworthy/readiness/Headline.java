package dev.seaworthy.readiness;

/** The verdict in the words of its question: ready or not, or, of load without checks, held or not. */
public final class Headline {
    private Headline() {}

    /** One or two words. */
    public static String of(Report report) {
        boolean load = isLoadOnly(report);
        return switch (report.readiness().verdict()) {
            case READY -> load ? "Held" : "Ready";
            case NOT_READY -> load ? "Refuted" : "Not ready";
            case UNPROVEN -> "Not proven";
        };
    }

    /** Whether nothing but load was planned. */
    static boolean isLoadOnly(Report report) {
        return report.reconciliation().planned() == 0;
    }
}
