package dev.seaworthy.config;

import java.util.List;
import java.util.stream.Collectors;

/** A safety rail: the contract is well-formed, and asks for something that the harness does not do. Exit code 4. */
public final class RailRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ContractComplaint> complaints;

    /**
     * Refuses a contract.
     *
     * @param complaints at least one, in the order of the file
     */
    RailRefusal(List<ContractComplaint> complaints) {
        super(complaints.stream().map(ContractComplaint::toString).collect(Collectors.joining("\n")));
        this.complaints = List.copyOf(complaints);
    }

    /** What was refused; one line each. */
    public List<ContractComplaint> complaints() {
        return complaints;
    }
}
