package dev.seaworthy.config;

import org.jspecify.annotations.Nullable;

/**
 * A service level objective on one operation.
 *
 * @param operation the operation's name, as in the report
 * @param phase the phase of load in which it is judged, or null for every phase that loads the operation
 * @param quantile of the response time, e.g. 0.99, or null
 * @param atMostSeconds limit of that quantile, or null
 * @param errorRatio share of turns that may end in anything but OK, or null
 */
public record Objective(
        String operation,
        @Nullable String phase,
        @Nullable Double quantile,
        @Nullable Double atMostSeconds,
        @Nullable Double errorRatio) {}
