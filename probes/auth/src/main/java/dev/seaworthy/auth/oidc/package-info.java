/** What an OpenID provider lets through. */
@NullMarked
package dev.seaworthy.auth.oidc;

import org.jspecify.annotations.NullMarked;
