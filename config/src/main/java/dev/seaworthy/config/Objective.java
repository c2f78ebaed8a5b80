package dev.seaworthy.config;

import org.jspecify.annotations.Nullable;

/**
 * A service level objective on one operation.
 *
 * @param operation the operation's name, as in the report
 * @param quantile of the response time, e.g. 0.99, or null
 * @param atMostSeconds limit of that quantile, or null
 * @param errorRatio share of turns that may end in anything but OK, or null
 */
public record Objective(
        String operation,
        @Nullable Double quantile,
        @Nullable Double atMostSeconds,
        @Nullable Double errorRatio) {}
