/** Ways around the gate, and walls between users. */
@NullMarked
package dev.seaworthy.auth.access;

import org.jspecify.annotations.NullMarked;
