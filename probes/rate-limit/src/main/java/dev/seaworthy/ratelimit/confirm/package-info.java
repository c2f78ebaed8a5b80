/** Holds a declared limit against what is admitted, within two of its windows. */
@NullMarked
package dev.seaworthy.ratelimit.confirm;

import org.jspecify.annotations.NullMarked;
