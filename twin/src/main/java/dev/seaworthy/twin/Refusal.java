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

    /** A refusal in a protocol's own words. */
    static Refusal with(Answer answer, String message) {
        return new Refusal(answer, message);
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

    /** 429 with the time to wait. */
    static Refusal limited(Map<String, String> headers, long retryAfterSeconds) {
        String message = "too many requests; the next one is welcome in " + retryAfterSeconds + " s";
        return new Refusal(
                Answer.error(429, "rate_limited", message)
                        .with(headers)
                        .with("Retry-After", Long.toString(retryAfterSeconds)),
                message);
    }

    Answer answer() {
        return answer;
    }
}
