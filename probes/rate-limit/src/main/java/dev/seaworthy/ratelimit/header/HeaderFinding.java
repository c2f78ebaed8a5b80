package dev.seaworthy.ratelimit.header;

import org.jspecify.annotations.Nullable;

/**
 * A field that does not tell the truth, or does so badly.
 *
 * @param id which rule it breaks: H1 limit, H2 remaining, H3 promise, H6 form
 * @param field its name
 * @param text in words
 * @param promised seconds that were promised, or null
 * @param late between how many seconds after the promise's end one is admitted, or null
 * @param severity HIGH where a client that obeys is refused again, MEDIUM where it is misled, LOW otherwise
 */
public record HeaderFinding(
        String id, String field, String text, @Nullable Double promised, double @Nullable [] late, String severity) {}
