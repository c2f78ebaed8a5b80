package dev.seaworthy.auth.oidc;

import dev.seaworthy.kernel.Finding;

/** The way of a check has ended before its verdict: the finding says why. Carries no stack trace. */
final class Halt extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    Halt(Finding finding) {
        super(finding.reason(), null, false, false);
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}
