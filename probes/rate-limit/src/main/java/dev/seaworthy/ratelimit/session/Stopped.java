package dev.seaworthy.ratelimit.session;

/** Why a session, or a part of it, ends before its time: its budget is spent, or the target is not well. */
public final class Stopped extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    /** For this reason, in words. */
    public Stopped(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** In words. */
    public String reason() {
        return reason;
    }
}
