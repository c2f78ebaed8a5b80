/**
 * The vocabulary that every module shares, and nothing that does I/O.
 *
 * <p>A {@link dev.seaworthy.kernel.Probe} owns claims, checks and operations for one concern. A
 * {@link dev.seaworthy.kernel.Check} tests one {@link dev.seaworthy.kernel.Claim} once and yields a
 * {@link dev.seaworthy.kernel.Finding}, which cannot be made without {@link dev.seaworthy.kernel.Evidence}. Under load,
 * an {@link dev.seaworthy.kernel.Operation} is one asynchronous act of a virtual user; its
 * {@link dev.seaworthy.kernel.Turn} carries the intended start and lands in a {@link dev.seaworthy.kernel.Recorder}.
 */
@NullMarked
package dev.seaworthy.kernel;

import org.jspecify.annotations.NullMarked;
