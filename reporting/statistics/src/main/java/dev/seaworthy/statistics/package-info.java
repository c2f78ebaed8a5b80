/**
 * Pure functions over histograms and counts: what a figure is worth. Nothing here draws at random; the same recording
 * gives the same intervals every time.
 */
@NullMarked
package dev.seaworthy.statistics;

import org.jspecify.annotations.NullMarked;
