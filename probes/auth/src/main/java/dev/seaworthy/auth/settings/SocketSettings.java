package dev.seaworthy.auth.settings;

/** How a WebSocket is authenticated: {@code probes.auth.websocket}. */
public record SocketSettings() {}
