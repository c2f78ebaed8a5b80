/**
 * The rate-limit probe: an {@link dev.seaworthy.ratelimit.Examination} confirms what is declared or identifies what is there, and
 * what it {@link dev.seaworthy.ratelimit.Examined} is drawn from its journal alone.
 */
@NullMarked
package dev.seaworthy.ratelimit;

import org.jspecify.annotations.NullMarked;
