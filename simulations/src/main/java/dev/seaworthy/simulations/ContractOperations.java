package dev.seaworthy.simulations;

import dev.seaworthy.config.Environment;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.wire.Wire;
import java.util.ArrayList;
import java.util.List;

/** The requests under {@code operations:} of a contract, as operations. */
public final class ContractOperations {
    private ContractOperations() {}

    /**
     * Every request of the contract as {@code http.<name>}, in its order. Nothing is sent yet.
     *
     * @param wire stays the caller's to close
     */
    public static List<HttpOperation> of(Environment environment, Credentials credentials, Wire wire, TimeSource time) {
        AccountTokens tokens = new AccountTokens(credentials, time);
        List<HttpOperation> operations = new ArrayList<>();
        environment.operations().forEach((name, spec) -> {
            operations.add(new HttpOperation(name, spec, environment.targets().base(spec), tokens, wire, time));
        });
        return operations;
    }
}
