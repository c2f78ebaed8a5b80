@NullMarked
package dev.seaworthy.ratelimit.confirm;

import org.jspecify.annotations.NullMarked;
