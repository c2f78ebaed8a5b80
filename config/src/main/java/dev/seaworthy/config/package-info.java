/**
 * The environment contract: one YAML file that says what is probed, how identities are obtained, what is expected, how
 * load arrives and what is off limits. Read into records, validated against a published JSON Schema and against the
 * rules a schema cannot say, with secrets by reference only.
 */
@NullMarked
package dev.seaworthy.config;

import org.jspecify.annotations.NullMarked;
