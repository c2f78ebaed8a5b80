package dev.seaworthy.ratelimit.scope;

/**
 * How the request whose limit is studied is written. Holds no secret.
 *
 * @param method e.g. {@code GET}
 * @param target path and query as in the request line, beginning with a slash
 * @param authority the value of its {@code Host} field
 * @param credential how it says who it is
 * @param postIsSafe whether a POST to the same target does no harm, which only who owns the target can say
 */
public record Usual(String method, String target, String authority, Credential credential, boolean postIsSafe) {
    public Usual {
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException("a target begins with a slash, not with: " + target);
        }
    }

    /** How a request says who it is. */
    public enum Credential {
        /** It does not. */
        NONE,
        /** By {@code Authorization: Bearer}. */
        BEARER,
        /** In another way. */
        OTHER
    }

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** With its question mark; empty where there is none. */
    String query() {
        return target.substring(path().length());
    }
}
