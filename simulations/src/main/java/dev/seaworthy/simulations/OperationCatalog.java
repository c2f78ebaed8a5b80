package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Nearest;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Scenario;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations and scenarios that can be put under load, by name. Immutable. */
public final class OperationCatalog {
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private final Map<String, Scenario> scenarios = new LinkedHashMap<>();

    private OperationCatalog(Collection<? extends Operation> operations, Collection<Scenario> scenarios) {
        operations.forEach(operation -> {
            claim(operation.name());
            this.operations.put(operation.name(), operation);
        });
        scenarios.forEach(scenario -> {
            claim(scenario.name());
            this.scenarios.put(scenario.name(), scenario);
        });
    }

    /** A catalogue of operations only. */
    public static OperationCatalog of(Collection<? extends Operation> operations) {
        return new OperationCatalog(operations, List.of());
    }

    /**
     * A catalogue.
     *
     * @throws IllegalArgumentException if two entries share a name
     */
    public static OperationCatalog of(Collection<? extends Operation> operations, Collection<Scenario> scenarios) {
        return new OperationCatalog(operations, scenarios);
    }

    /**
     * The operation of this name.
     *
     * @throws UnknownOperation if there is none
     */
    public Operation operation(String name) {
        Operation operation = operations.get(name);
        if (operation == null) {
            throw new UnknownOperation(name, new ArrayList<>(operations.keySet()));
        }
        return operation;
    }

    /**
     * The scenario of this name, or that of the one operation of this name.
     *
     * @throws UnknownOperation if there is neither
     */
    public Scenario scenario(String name) {
        Scenario scenario = scenarios.get(name);
        if (scenario != null) {
            return scenario;
        }
        if (!operations.containsKey(name)) {
            throw new UnknownOperation(name, names());
        }
        return Scenario.of(operation(name));
    }

    /** All names, operations first. */
    public List<String> names() {
        List<String> names = new ArrayList<>(operations.keySet());
        names.addAll(scenarios.keySet());
        return names;
    }

    private void claim(String name) {
        if (operations.containsKey(name) || scenarios.containsKey(name)) {
            throw new IllegalArgumentException(
                    "two operations are called " + name + "; names are unique over all probes and the contract");
        }
    }

    /** A name that nothing in the catalogue bears; the message names the nearest that exists. */
    public static final class UnknownOperation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownOperation(String name, List<String> known) {
            super("no operation is called \"" + name + "\"" + Nearest.hint(name, known) + " (" + offered(known) + ")");
        }

        private static String offered(List<String> known) {
            return known.isEmpty() ? "this environment offers none" : "there: " + String.join(", ", known);
        }
    }
}
