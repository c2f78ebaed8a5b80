package dev.seaworthy.kernel;

import java.util.List;

/** One concern of an environment: its checks, and the operations and scenarios that can be put under load. */
public interface Probe extends AutoCloseable {
    /** The folder's name under {@code probes/}, and the key of its settings in the contract. */
    String id();

    /** One check for every card of its catalogue; a check that does not apply here yields SKIPPED with the reason. */
    List<Check> checks();

    /** What can be measured under load here; names are unique over all probes. */
    List<Operation> operations();

    /** Sequences of its operations that make sense together; may be empty. */
    default List<Scenario> scenarios() {
        return List.of();
    }

    /** What rides along with the load of a run whose checks judge it; known without sending anything. May be empty. */
    default List<Escort> escorts() {
        return List.of();
    }

    /**
     * Makes the escorts ready, on a thread that may block, before the first phase of a load that they ride with. A target
     * that gives what they need to nobody is told by their checks, not by an exception.
     */
    default void beforeLoad() throws InterruptedException {}

    /** Closes every connection that the probe opened. Does not block for longer than a second. */
    @Override
    void close();
}
