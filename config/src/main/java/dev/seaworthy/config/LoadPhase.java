package dev.seaworthy.config;

import java.time.Duration;
import java.util.List;

/**
 * One phase of load.
 *
 * @param name e.g. {@code baseline}; names the phase in the recording
 * @param scenario an operation or a scenario of a probe, or an operation of the contract as {@code http.<name>}; each
 *     gets its own population with this shape
 * @param shape how load arrives
 * @param duration how long
 */
public record LoadPhase(String name, List<String> scenario, Shape shape, Duration duration) {

    /** How load arrives. */
    public sealed interface Shape {
        /** Open model, steady: this many arrivals a second, whatever the target does. */
        record Open(double perSecond) implements Shape {}

        /** Open model, from one rate to another over the whole phase. */
        record Ramp(double fromPerSecond, double toPerSecond) implements Shape {}

        /** Closed model: this many users, each busy again as soon as it is done. */
        record Closed(int users) implements Shape {}
    }
}
