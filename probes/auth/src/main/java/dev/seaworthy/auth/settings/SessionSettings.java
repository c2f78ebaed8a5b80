package dev.seaworthy.auth.settings;

/** How sessions are meant to begin, go on and end: {@code probes.auth.sessions}. */
public record SessionSettings() {}
