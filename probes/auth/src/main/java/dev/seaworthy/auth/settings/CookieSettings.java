package dev.seaworthy.auth.settings;

import dev.seaworthy.config.Identity.Locator;
import org.jspecify.annotations.Nullable;

/**
 * A login whose session is in a cookie: {@code probes.auth.sessions.cookie}.
 *
 * @param login signs in with {@code {user}} and {@code {password}}
 * @param me answers only with the cookie of a session
 * @param change a change without consequences, which only the user's own pages can make; or null
 * @param logout ends the session; or null
 * @param name of the session's cookie; null for the one with the longest value
 * @param csrfToken where the answer of the login has the token that the change needs; null where there is none
 * @param csrfHeader the header that carries it
 * @param logins how many session ids are looked at; 20 unless given
 */
public record CookieSettings(
        CookieRequest login,
        CookieRequest me,
        @Nullable CookieRequest change,
        @Nullable CookieRequest logout,
        @Nullable String name,
        @Nullable Locator csrfToken,
        String csrfHeader,
        Integer logins) {
    private static final int USUAL_LOGINS = 20;

    public CookieSettings(
            CookieRequest login,
            CookieRequest me,
            @Nullable CookieRequest change,
            @Nullable CookieRequest logout,
            @Nullable String name,
            @Nullable Locator csrfToken,
            @Nullable String csrfHeader,
            @Nullable Integer logins) {
        this.login = login;
        this.me = me;
        this.change = change;
        this.logout = logout;
        this.name = name;
        this.csrfToken = csrfToken;
        this.csrfHeader = csrfHeader == null ? "X-CSRF-Token" : csrfHeader;
        this.logins = logins == null ? USUAL_LOGINS : logins;
    }
}
