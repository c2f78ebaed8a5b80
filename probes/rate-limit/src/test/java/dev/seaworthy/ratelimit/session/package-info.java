@NullMarked
package dev.seaworthy.ratelimit.session;

import org.jspecify.annotations.NullMarked;
