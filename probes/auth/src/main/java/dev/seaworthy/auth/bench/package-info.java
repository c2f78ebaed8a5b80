/** What every check of this probe works with: routes, controls, credentials, and the trial of what must be refused. */
@NullMarked
package dev.seaworthy.auth.bench;

import org.jspecify.annotations.NullMarked;
