/**
 * The command line, and the only place that wires the modules together. Nothing imports it.
 */
@NullMarked
package dev.seaworthy.cli;

import org.jspecify.annotations.NullMarked;
