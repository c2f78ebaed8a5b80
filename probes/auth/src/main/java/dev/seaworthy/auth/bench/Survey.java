package dev.seaworthy.auth.bench;

import dev.seaworthy.kernel.CredentialRefused;

/** Exchanges that several checks look at; see {@link Bench#survey}. */
public interface Survey {
    /** Whether everything was answered, so that nobody need ask again. */
    boolean isComplete();

    /** How it comes about. */
    @FunctionalInterface
    interface Measurement<S extends Survey> {
        S on(Bench bench) throws CredentialRefused, InterruptedException;
    }
}
