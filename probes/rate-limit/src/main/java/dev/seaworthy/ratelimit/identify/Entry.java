package dev.seaworthy.ratelimit.identify;

/**
 * One request in the log of an inquiry.
 *
 * @param round which experiment it belongs to, counted from 0; rounds do not decrease
 * @param volley which requests were sent at once, counted from 0
 */
record Entry(int round, int volley, Answer answer) {}
