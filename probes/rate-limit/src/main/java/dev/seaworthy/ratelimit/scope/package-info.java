/**
 * What a limit counts by: its key, whether keys are isolated, what gets around it, and whether it counts right when many
 * requests come at once. Every stage sends through a session, and its judgement is drawn from the journal alone.
 */
@NullMarked
package dev.seaworthy.ratelimit.scope;

import org.jspecify.annotations.NullMarked;
