package dev.seaworthy.kernel;

/**
 * A stretch of load of which one thing can be said: a phase of constant shape is one step, a ramp or a spike has several.
 *
 * @param phase the phase's name
 * @param part which part of the phase, from 1
 * @param parts how many parts the phase has
 * @param offered how much load it offers, in words: {@code 300/s}, {@code 20/s to 56/s}, {@code 16 users}
 */
public record LoadStep(String phase, int part, int parts, String offered) {
    public LoadStep {
        if (part < 1 || part > parts) {
            throw new IllegalArgumentException("part " + part + " of " + parts + " is none");
        }
    }

    @Override
    public String toString() {
        return phase + (parts == 1 ? "" : ", part " + part + " of " + parts) + " (" + offered + ")";
    }
}
