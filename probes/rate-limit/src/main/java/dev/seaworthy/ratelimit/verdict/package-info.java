/** What a session found, put together: one JSON document, and a text for a reader in a hurry. */
@NullMarked
package dev.seaworthy.ratelimit.verdict;

import org.jspecify.annotations.NullMarked;
