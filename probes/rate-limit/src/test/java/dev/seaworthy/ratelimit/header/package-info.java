@NullMarked
package dev.seaworthy.ratelimit.header;

import org.jspecify.annotations.NullMarked;
