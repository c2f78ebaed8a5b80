/** Talks to a limiter over HTTP. */
@NullMarked
package dev.seaworthy.ratelimit.http;

import org.jspecify.annotations.NullMarked;
