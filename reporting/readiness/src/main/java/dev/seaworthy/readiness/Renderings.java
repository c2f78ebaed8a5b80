package dev.seaworthy.readiness;

/** x. */
public final class Renderings {
    private Renderings() {}
}
