package dev.seaworthy.ratelimit.session;

/**
 * A silence and then requests.
 *
 * @param silence seconds of silence before the first of them
 * @param requests at most so many
 * @param refusals ends after so many refusals in a row
 * @param parallel so many at once
 */
public record Step(double silence, int requests, int refusals, int parallel) {}
