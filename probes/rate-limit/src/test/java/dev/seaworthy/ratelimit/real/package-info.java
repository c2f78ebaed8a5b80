/** Examinations of limiters that others wrote, over the network. */
@NullMarked
package dev.seaworthy.ratelimit.real;

import org.jspecify.annotations.NullMarked;
