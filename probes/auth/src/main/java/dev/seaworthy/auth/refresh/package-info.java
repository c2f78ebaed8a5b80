/** Renewing a session: rotation, reuse, scope, races, and the end. */
@NullMarked
package dev.seaworthy.auth.refresh;

import org.jspecify.annotations.NullMarked;
