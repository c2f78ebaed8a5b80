/** When a token begins and ends, and by whose clock. */
@NullMarked
package dev.seaworthy.auth.expiry;

import org.jspecify.annotations.NullMarked;
