package dev.seaworthy.auth.settings;

/** TLS and what guards plain HTTP: {@code probes.auth.transport}. */
public record TransportSettings() {}
