package dev.seaworthy.ratelimit.header;

/**
 * One promise put to the test: exhausted, then silent until its end, then one request.
 *
 * @param field that promised
 * @param value as written
 * @param promised seconds of silence that it asks for
 * @param extra seconds waited beyond it
 * @param admitted whether the request was admitted then
 */
public record PromiseCheck(String field, String value, double promised, double extra, boolean admitted) {}
