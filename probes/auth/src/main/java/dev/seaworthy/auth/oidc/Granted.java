package dev.seaworthy.auth.oidc;

/** What a landing says about an authorization request that should have been refused. */
enum Granted {
    /** A code was given. */
    YES,
    /** It was refused: an error in the redirect, or a page with a status from 400 to 499 that is not about the load. */
    NO,
    /** Neither. */
    UNCLEAR;

    static Granted by(Landing landing) {
        if (landing instanceof Landing.Back back) {
            boolean code =
                    !back.value("code").isEmpty() || !back.fragmentValue("code").isEmpty();
            boolean error = !back.value("error").isEmpty()
                    || !back.fragmentValue("error").isEmpty();
            return code ? YES : error ? NO : UNCLEAR;
        }
        if (landing instanceof Landing.Page page) {
            int status = page.answer().status();
            return status >= 400 && status < 500 && status != 429 ? NO : UNCLEAR;
        }
        return landing instanceof Landing.Stranger stranger
                        && stranger.location().matches(".*[?#&]code=.*")
                ? YES
                : UNCLEAR;
    }
}
