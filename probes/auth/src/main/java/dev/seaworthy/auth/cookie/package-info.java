/** Sessions in cookies: flags, fixation, guessing, and requests that another site makes. */
@NullMarked
package dev.seaworthy.auth.cookie;

import org.jspecify.annotations.NullMarked;
