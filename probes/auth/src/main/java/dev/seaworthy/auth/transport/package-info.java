/** TLS, cross-origin rules and the headers that guard an answer. */
@NullMarked
package dev.seaworthy.auth.transport;

import org.jspecify.annotations.NullMarked;
