package dev.seaworthy.wire;

/**
 * How our traffic names itself, so that an operator can find and block a run.
 *
 * @param runId goes out as {@value #RUN_HEADER}
 * @param userAgent tool, version and run
 */
record Identity(String runId, String userAgent) {
    static final String RUN_HEADER = "X-Seaworthy-Run";

    static Identity of(String runId) {
        String version = Identity.class.getPackage().getImplementationVersion();
        return new Identity(runId, "seaworthy/" + (version == null ? "dev" : version) + " run=" + runId);
    }
}
