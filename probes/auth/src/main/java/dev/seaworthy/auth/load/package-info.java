/** Refusals that must hold while the load runs. */
@NullMarked
package dev.seaworthy.auth.load;

import org.jspecify.annotations.NullMarked;
