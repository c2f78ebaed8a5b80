/** From the login to the end of a session. */
@NullMarked
package dev.seaworthy.auth.session;

import org.jspecify.annotations.NullMarked;
