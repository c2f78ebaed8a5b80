/** What the contract says for this probe. */
@NullMarked
package dev.seaworthy.auth.settings;

import org.jspecify.annotations.NullMarked;
