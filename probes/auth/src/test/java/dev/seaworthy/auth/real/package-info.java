/** Verifiers of tokens that none of us wrote, for the profile real-peers. */
@NullMarked
package dev.seaworthy.auth.real;

import org.jspecify.annotations.NullMarked;
