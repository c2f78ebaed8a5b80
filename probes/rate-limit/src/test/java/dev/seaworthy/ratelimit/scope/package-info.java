@NullMarked
package dev.seaworthy.ratelimit.scope;

import org.jspecify.annotations.NullMarked;
