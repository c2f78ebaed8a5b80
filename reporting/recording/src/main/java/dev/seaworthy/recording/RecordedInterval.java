package dev.seaworthy.recording;

import dev.seaworthy.kernel.OperationInterval;

/**
 * One record of a journal.
 *
 * @param phase the phase of load that was running
 * @param interval what one operation did
 */
public record RecordedInterval(String phase, OperationInterval interval) {}
