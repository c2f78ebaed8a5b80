/** What a resource server makes of a token. */
@NullMarked
package dev.seaworthy.auth.token;

import org.jspecify.annotations.NullMarked;
