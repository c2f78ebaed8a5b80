package dev.seaworthy.auth.settings;

/** Which origins may read: {@code probes.auth.cors}. */
public record CrossOriginSettings() {}
