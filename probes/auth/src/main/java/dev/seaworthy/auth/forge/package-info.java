/** Tokens made by hand, byte by byte. */
@NullMarked
package dev.seaworthy.auth.forge;

import org.jspecify.annotations.NullMarked;
