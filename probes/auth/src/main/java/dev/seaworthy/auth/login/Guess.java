package dev.seaworthy.auth.login;

import dev.seaworthy.auth.bench.SignIn;

/** What came of a login attempt, as far as it says anything about guessing. */
enum Guess {
    /** A token was given. */
    LET_IN,
    /** The password was looked at, or so it seems, and found wrong. */
    TURNED_DOWN,
    /** It was not looked at: 429, 423 (RFC 4918 section 11.3), or 503 with Retry-After. */
    THROTTLED,
    UNCLEAR;

    static Guess of(SignIn.Attempt attempt) {
        if (attempt.credential().isPresent()) {
            return LET_IN;
        }
        int status = attempt.answer().status();
        boolean shed = attempt.answer().outcome().answered() && !attempt.isDecisive();
        if (shed || status == 423) {
            return THROTTLED;
        }
        return attempt.isRefusal() ? TURNED_DOWN : UNCLEAR;
    }
}
