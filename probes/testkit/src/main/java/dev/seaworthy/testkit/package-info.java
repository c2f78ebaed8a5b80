/**
 * What every probe must survive; on the class path of tests only.
 *
 * <p>{@link dev.seaworthy.testkit.ProbeContract} is the test that each probe's own test extends: green on the healthy twin,
 * red on exactly the claims that a fault breaks, undecided on a target that is not there. The rest serves it and other
 * tests: {@link dev.seaworthy.testkit.TwinEnvironment}, {@link dev.seaworthy.testkit.BlackHole},
 * {@link dev.seaworthy.testkit.VirtualTime} and {@link dev.seaworthy.testkit.Trials}.
 */
@NullMarked
package dev.seaworthy.testkit;

import org.jspecify.annotations.NullMarked;
