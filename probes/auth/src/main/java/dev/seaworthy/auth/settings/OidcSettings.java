package dev.seaworthy.auth.settings;

/** The OpenID provider: {@code probes.auth.oidc}. */
public record OidcSettings() {}
