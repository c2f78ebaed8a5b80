package dev.seaworthy.twin;

import java.util.Map;

/** A request that ends in an error answer. Carries no stack trace: it is control flow, thousands of times a second. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    private Refusal(Answer answer, String message) {
        super(message, null, false, false);
        this.answer = answer;
    }

    static Refusal of(int status, String code, String message) {
        return new Refusal(Answer.error(status, code, message), message);
    }

    /** 401 for a request without any credential (RFC 6750 section 3.1: no error code then). */
    static Refusal unauthenticated(String message) {
        return new Refusal(
                Answer.error(401, "unauthenticated", message).with("WWW-Authenticate", "Bearer realm=\"harbour\""),
                message);
    }

    /** 401 for a credential that does not hold. */
    static Refusal invalidToken(String message) {
        return new Refusal(
                Answer.error(401, "invalid_token", message).with("WWW-Authenticate", "Bearer error=\"invalid_token\""),
                message);
    }

    /** 403 for a token that is good, and not for this (RFC 6750 section 3.1). */
    static Refusal insufficientScope(String scope) {
        String message = "the token does not have the scope " + scope;
        return new Refusal(
                Answer.error(403, "insufficient_scope", message)
                        .with("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\""),
                message);
    }

    /** 429 with the time to wait. */
    static Refusal limited(Map<String, String> headers, long retryAfterSeconds) {
        String message = "too many requests; the next one is welcome in " + retryAfterSeconds + " s";
        return new Refusal(
                Answer.error(429, "rate_limited", message)
                        .with(headers)
                        .with("Retry-After", Long.toString(retryAfterSeconds)),
                message);
    }

    /** The same without its challenge: as it must not be. */
    Refusal unchallenging() {
        return new Refusal(answer.without("WWW-Authenticate"), String.valueOf(getMessage()));
    }

    /** The same with a stack trace: as it must not be. */
    Refusal talkative() {
        String trace = getMessage() + "\n\tat harbour.gate.Verifier.verify(Verifier.java:117)"
                + "\n\tat harbour.gate.Filter.doFilter(Filter.java:41)";
        Answer told = Answer.error(answer.status(), "invalid_token", trace).with(answer.headers());
        return new Refusal(told, String.valueOf(getMessage()));
    }

    Answer answer() {
        return answer;
    }
}
