package dev.seaworthy.auth.settings;

/** What becomes of a refresh token that was used. */
public enum Rotation {
    /** It is worth nothing from then on. */
    STRICT,
    /** It can be used again for a while, so that two tabs or a lost answer do not log the user out. */
    GRACE,
    /** It stays. */
    NONE
}
