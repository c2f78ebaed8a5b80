@NullMarked
package dev.seaworthy.ratelimit.model;

import org.jspecify.annotations.NullMarked;
