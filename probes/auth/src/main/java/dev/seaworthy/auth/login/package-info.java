/** Logging in, and what guards it against guessing. */
@NullMarked
package dev.seaworthy.auth.login;

import org.jspecify.annotations.NullMarked;
