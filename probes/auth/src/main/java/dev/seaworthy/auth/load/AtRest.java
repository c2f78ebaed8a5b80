package dev.seaworthy.auth.load;

import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.kernel.Exchange;

/**
 * One sample, tried before or after the load.
 *
 * @param stale whether its token had ended by itself
 */
record AtRest(Reading reading, boolean stale, Exchange exchange) {}
