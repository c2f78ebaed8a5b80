/**
 * Whether the environment says that it is well, and whether that can be believed: liveness, readiness with each dependency,
 * a document that is made anew for every reading, and one build that stays up.
 *
 * <p>What the target reports of its dependencies is labelled as its own word: a latency in a health document is no
 * measurement of ours.
 */
@NullMarked
package dev.seaworthy.health;

import org.jspecify.annotations.NullMarked;
