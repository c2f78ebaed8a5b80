package dev.seaworthy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user comes for: steps that all have to work.
 *
 * @param name a sentence or a short name
 * @param steps ids of checks, or names of operations, in order
 * @param value what it is worth, in the owner's own words and unit, or null
 */
public record Journey(
        String name, List<String> steps, @Nullable String value) {}
