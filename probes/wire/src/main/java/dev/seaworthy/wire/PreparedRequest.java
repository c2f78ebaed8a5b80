package dev.seaworthy.wire;

/** A request that is sent again and again under load: checked against the allow-list and encoded once. Thread-safe. */
public interface PreparedRequest {
    /** What it sends. */
    HttpRequest request();

    /** How it travels. */
    LoadOptions options();
}
