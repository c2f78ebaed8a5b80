package dev.seaworthy.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * How our traffic names itself, so that an operator can find and block a run.
 *
 * @param runId goes out as {@value #RUN_HEADER}
 * @param userAgent tool, version and run
 */
record Identity(String runId, String userAgent) {
    static final String RUN_HEADER = "X-Seaworthy-Run";

    static Identity of(String runId) {
        return new Identity(runId, "seaworthy/" + version() + " run=" + runId);
    }

    private static String version() {
        try (InputStream in = Identity.class.getResourceAsStream("version.txt")) {
            if (in == null) {
                throw new IllegalStateException("version.txt is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("version.txt cannot be read", e);
        }
    }
}
