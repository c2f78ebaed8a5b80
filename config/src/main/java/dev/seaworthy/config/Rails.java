package dev.seaworthy.config;

import dev.seaworthy.kernel.AllowList;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the harness must not do here.
 *
 * @param allow the only origins that are talked to: those of the targets, and what the contract adds
 * @param maxRequests of checks and load together; reaching it ends the run as refused
 * @param maxRate requests a second that no phase may plan to exceed
 * @param maxConnections open at the same time
 * @param connectTimeout for TCP and TLS
 * @param answerTimeout for one answer
 * @param stopFile a run stops as soon as this file is there; null for none
 */
public record Rails(
        AllowList allow,
        long maxRequests,
        double maxRate,
        int maxConnections,
        Duration connectTimeout,
        Duration answerTimeout,
        @Nullable Path stopFile) {}
