package dev.seaworthy.config;

import java.util.List;
import java.util.stream.Collectors;

/** A file that a user wrote cannot be used as it is. Ends a run with exit code 3. */
public final class ContractRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ContractComplaint> complaints;

    /**
     * Refuses a file.
     *
     * @param complaints at least one, in the order of the file
     */
    ContractRefused(List<ContractComplaint> complaints) {
        super(complaints.stream().map(ContractComplaint::toString).collect(Collectors.joining("\n")));
        this.complaints = List.copyOf(complaints);
    }

    /** Everything that was found wrong, up to {@value Complaints#MOST}; one line each. */
    public List<ContractComplaint> complaints() {
        return complaints;
    }
}
