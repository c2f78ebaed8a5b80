/** Ending a session: at once, everywhere, and no other. */
@NullMarked
package dev.seaworthy.auth.logout;

import org.jspecify.annotations.NullMarked;
