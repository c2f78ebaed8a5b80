@NullMarked
package dev.seaworthy.ratelimit;

import org.jspecify.annotations.NullMarked;
