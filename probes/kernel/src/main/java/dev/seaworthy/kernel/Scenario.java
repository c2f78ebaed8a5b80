package dev.seaworthy.kernel;

import java.util.List;

/**
 * A unit of work that virtual users repeat under load: its operations in order. A step after a failed one is not begun.
 *
 * @param name lower case, dotted
 * @param steps at least one
 */
public record Scenario(String name, List<Operation> steps) {
    public Scenario {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("scenario " + name + " has no step");
        }
    }

    /** The scenario of one operation, under its name. */
    public static Scenario of(Operation operation) {
        return new Scenario(operation.name(), List.of(operation));
    }
}
