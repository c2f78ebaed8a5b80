package dev.seaworthy.kernel;

/**
 * How far a check may disturb its target. The order matters: who allows one class allows those before it.
 *
 * <p>Unless somebody says otherwise, a run goes as far as {@link #USUAL}. {@link #LOAD} is asked for by the contract that
 * declares a load.
 */
public enum SafetyClass {
    /** Reads, and leaves no state of any account behind. */
    READ_ONLY("S0", "only reads"),
    /** Makes sessions, tokens or objects of the configured test users. */
    OWN_SESSIONS("S1", "makes sessions and objects of the test users"),
    /** Ends or spoils sessions of the configured test users. */
    ENDS_OWN_SESSIONS("S2", "ends sessions of the test users"),
    /** May lock a test account, trigger a ban or raise an alarm. */
    MAY_LOCK("S3", "may lock test accounts, trigger bans or raise alarms"),
    /** Loads the target. */
    LOAD("S4", "loads the target");

    /** How far a run goes of which nobody said more. */
    public static final SafetyClass USUAL = ENDS_OWN_SESSIONS;

    private final String code;
    private final String meaning;

    SafetyClass(String code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Its short name, from {@code S0} to {@code S4}. */
    public String code() {
        return code;
    }

    /** What a check of this class may do, as the end of a sentence that begins with the check. */
    public String meaning() {
        return meaning;
    }
}
