package dev.seaworthy.kernel;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a run may reach, and with what patience: what every wire engine of the run is opened with.
 *
 * @param allowList the only origins that are talked to
 * @param budget shared by all engines of the run
 * @param vault what must never be written
 * @param time the clock
 * @param runId goes out in {@code User-Agent} and {@code X-Seaworthy-Run}, so that an operator can find and block a run
 * @param connectTimeout for TCP and TLS together
 * @param answerTimeout from the written request to the complete answer
 * @param trustedCertificates PEM file of certificates to trust besides the JDK's, or null
 */
public record Reach(
        AllowList allowList,
        RequestBudget budget,
        SecretVault vault,
        TimeSource time,
        String runId,
        Duration connectTimeout,
        Duration answerTimeout,
        @Nullable Path trustedCertificates) {}
