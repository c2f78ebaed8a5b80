/**
 * From a recorded run to a verdict that every figure under it can be checked against.
 *
 * <p>{@link dev.seaworthy.readiness.Readiness} judges a run and yields a {@link dev.seaworthy.readiness.Report}: gates that
 * veto, areas, objectives, journeys, issues. {@link dev.seaworthy.readiness.Renderings} writes it as JSON, HTML, Markdown and
 * JUnit XML. Both are pure functions of the run directory: no clock, no network, no locale, so that deleted reports come
 * back byte for byte.
 */
@NullMarked
package dev.seaworthy.readiness;

import org.jspecify.annotations.NullMarked;
