package dev.seaworthy.twin;

/** Somebody whom the twin knows. */
record User(String id, String email) {
    /** Whom the faults let in without a credential. */
    static final User DEMO = new User("demo-user-001", "demo@twin.test");

    /** The caller of an open route. */
    static final User NOBODY = new User("", "");

    Object json() {
        return Json.object("id", id, "email", email);
    }
}
