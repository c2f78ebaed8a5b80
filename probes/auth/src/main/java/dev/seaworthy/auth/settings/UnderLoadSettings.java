package dev.seaworthy.auth.settings;

/** Which refusals are asked for while the load runs: {@code probes.auth.under-load}. */
public record UnderLoadSettings() {}
