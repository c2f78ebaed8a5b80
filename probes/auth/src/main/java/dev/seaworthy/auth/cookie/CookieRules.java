package dev.seaworthy.auth.cookie;

import java.util.ArrayList;
import java.util.List;

/** What a cookie should say, and what makes browsers drop it; pure. */
final class CookieRules {
    /** RFC 6265 section 6.1: browsers keep cookies of this size, and this many for a domain, at the least. */
    static final int LARGEST = 4_096;

    static final int MOST = 50;

    private static final String HOST = "__Host-";
    private static final String SECURE = "__Secure-";

    private CookieRules() {}

    /** What a session's cookie lacks, one clause each. */
    static List<String> missing(SetCookie cookie, String host) {
        List<String> missing = new ArrayList<>();
        if (!cookie.has("secure")) {
            missing.add("is not Secure");
        }
        if (!cookie.has("httponly")) {
            missing.add("is not HttpOnly");
        }
        if (!cookie.attribute("samesite").matches("lax|strict|none")) {
            missing.add("has no SameSite");
        }
        String domain = cookie.attribute("domain").replaceFirst("^\\.", "");
        if (!domain.isEmpty() && !domain.equals(host)) {
            missing.add("goes to every host under a parent domain");
        }
        if (!cookie.name().startsWith(HOST) && !cookie.name().startsWith(SECURE)) {
            missing.add("has neither the prefix __Host- nor __Secure-");
        }
        return missing;
    }

    /** Why browsers drop this cookie, one clause each; empty if they keep it. */
    static List<String> dropped(SetCookie cookie) {
        List<String> reasons = new ArrayList<>();
        boolean secure = cookie.has("secure");
        if (cookie.attribute("samesite").equals("none") && !secure) {
            reasons.add("says SameSite=None and is not Secure");
        }
        if (cookie.name().startsWith(HOST)) {
            if (!secure) {
                reasons.add("has the prefix __Host- and is not Secure");
            }
            if (!cookie.attribute("path").equals("/")) {
                reasons.add("has the prefix __Host- and another Path than /");
            }
            if (cookie.has("domain")) {
                reasons.add("has the prefix __Host- and a Domain");
            }
        }
        if (cookie.name().startsWith(SECURE) && !secure) {
            reasons.add("has the prefix __Secure- and is not Secure");
        }
        if (cookie.size() > LARGEST) {
            reasons.add("is larger than " + LARGEST + " bytes (" + cookie.size() + ")");
        }
        if (cookie.name().isEmpty()) {
            reasons.add("has no name");
        }
        if (!cookie.value().matches("[!#-+\\--:<-\\[\\]-~]*|\"[!#-+\\--:<-\\[\\]-~]*\"")) {
            reasons.add("has characters in its value that RFC 6265 does not allow");
        }
        return reasons;
    }
}
