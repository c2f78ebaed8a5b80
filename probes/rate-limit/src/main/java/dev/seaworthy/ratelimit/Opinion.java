package dev.seaworthy.ratelimit;

import dev.seaworthy.kernel.Verdict;

/** A verdict on one limit and the reason in one line, not yet joined with the evidence. */
record Opinion(Verdict verdict, String reason) {
    static Opinion pass(String reason) {
        return new Opinion(Verdict.PASS, reason);
    }

    static Opinion fail(String reason) {
        return new Opinion(Verdict.FAIL, reason);
    }

    static Opinion unproven(String reason) {
        return new Opinion(Verdict.UNPROVEN, reason);
    }

    static Opinion skipped(String reason) {
        return new Opinion(Verdict.SKIPPED, reason);
    }

    static Opinion error(String reason) {
        return new Opinion(Verdict.ERROR, reason);
    }
}
