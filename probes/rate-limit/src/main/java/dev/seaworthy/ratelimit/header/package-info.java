/**
 * What answers announce about a limit: Retry-After (RFC 9110 section 10.2.3), the drafts of the RateLimit fields old and new
 * (draft-ietf-httpapi-ratelimit-headers), and the forms of vendors.
 */
@NullMarked
package dev.seaworthy.ratelimit.header;

import org.jspecify.annotations.NullMarked;
