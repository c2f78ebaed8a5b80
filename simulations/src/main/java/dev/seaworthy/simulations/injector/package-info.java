/**
 * The injector's knowledge of itself: an echo of its own to measure against, before the load and during it, and what its
 * process and its machine suffer meanwhile.
 */
@NullMarked
package dev.seaworthy.simulations.injector;

import org.jspecify.annotations.NullMarked;
