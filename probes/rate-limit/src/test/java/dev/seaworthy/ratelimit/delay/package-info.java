@NullMarked
package dev.seaworthy.ratelimit.delay;

import org.jspecify.annotations.NullMarked;
