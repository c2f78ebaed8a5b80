/**
 * The run directory: append-only, checksummed, readable after a kill at any byte. Writing never rewrites; reading returns
 * what is intact together with the damage that it met.
 */
@NullMarked
package dev.seaworthy.recording;

import org.jspecify.annotations.NullMarked;
