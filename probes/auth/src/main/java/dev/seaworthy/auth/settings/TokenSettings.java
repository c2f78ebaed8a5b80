package dev.seaworthy.auth.settings;

/** What is known of the tokens: {@code probes.auth.tokens}. */
public record TokenSettings() {}
