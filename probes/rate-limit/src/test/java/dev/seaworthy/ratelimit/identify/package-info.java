@NullMarked
package dev.seaworthy.ratelimit.identify;

import org.jspecify.annotations.NullMarked;
