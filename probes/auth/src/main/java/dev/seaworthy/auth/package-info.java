/**
 * Who is let in, and who is not: the credentials of a run, and the probe of how they are checked.
 *
 * <p>A refusal counts only beside its controls: on the same route, a valid token is accepted, and no token and a garbage
 * token are refused, before and after. What must be refused is made by {@link dev.seaworthy.auth.forge.CompactToken} byte by
 * byte, with one change each; the JWT library signs only what is meant to be valid.
 */
@NullMarked
package dev.seaworthy.auth;

import org.jspecify.annotations.NullMarked;
