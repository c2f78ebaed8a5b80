/**
 * What a limiter may be, as pure state machines in seconds. {@link dev.seaworthy.ratelimit.model.Limiter} is a class with its
 * parameters, {@link dev.seaworthy.ratelimit.model.LimiterState} is one of them on its way through observed outcomes.
 */
@NullMarked
package dev.seaworthy.ratelimit.model;

import org.jspecify.annotations.NullMarked;
