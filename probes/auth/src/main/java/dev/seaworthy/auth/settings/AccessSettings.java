package dev.seaworthy.auth.settings;

/** Ways around the gate and walls between users: {@code probes.auth.access}. */
public record AccessSettings() {}
