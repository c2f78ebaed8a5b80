package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;

/** Whom a password belongs to, for every way to log in. Thread-safe. */
final class Doorman {
    private final TwinSettings settings;
    private final Accounts accounts;
    private final LoginThrottle throttle;

    Doorman(TwinSettings settings, Accounts accounts, LoginThrottle throttle) {
        this.settings = settings;
        this.accounts = accounts;
        this.throttle = throttle;
    }

    /** The first account, whose session a test endpoint gives away. */
    User first() {
        return accounts.first();
    }

    /**
     * The user who logs in with this request.
     *
     * @throws Refusal 401 for a wrong address or password, 429 while the account is closed
     */
    User admit(Call call) {
        if (settings.has(Fault.LOGIN_BROKEN)) {
            throw Refusal.of(500, "internal", "the login failed for a reason of the server's");
        }
        JsonNode body = call.json();
        String email = Call.text(body, "email");
        String password = Call.text(body, "password");
        throttle.admit(call, email);
        User user = accounts.login(email, password).orElse(null);
        if (user == null) {
            throttle.wrong(call, email);
            boolean tells =
                    settings.has(Fault.LOGIN_TELLS) && accounts.subject(email).isEmpty();
            throw Refusal.unauthenticated(
                    tells ? "there is no such user" : "the e-mail address or the password is wrong");
        }
        if (!throttle.right(call, email)) {
            throw Refusal.unauthenticated("the e-mail address or the password is wrong");
        }
        return user;
    }
}
